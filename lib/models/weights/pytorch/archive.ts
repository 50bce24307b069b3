import { crc32 } from 'node:zlib';

/** Alignment of the files' content in the archive, as PyTorch writes it, so that it can be memory-mapped. */
const ALIGNMENT = 64;
/** PyTorch's ID of the padding field. */
const PADDING_FIELD = Buffer.from('FB');

/**
 * A zip archive of uncompressed files (PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), as PyTorch writes
 * checkpoints. Limited to 4 GiB.
 */
export function storedZip(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const padding = paddingAt(offset + LOCAL_HEADER + name.length);
    const common = commonFields(content, name.length, padding.length);
    const record = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, padding]);
    const place = Buffer.alloc(14); // from "file comment length" to "offset of local header"
    place.writeUInt32LE(offset, 10);
    const central = commonFields(content, name.length, 0);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), central, place, name);
    parts.push(record, content);
    offset += record.length + content.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...parts, central, endOf(files.size, central.length, offset)]);
}

const LOCAL_HEADER = 30;

/** Fields from "version needed" to "extra field length", which a file's header and its directory entry share. */
function commonFields(content: Uint8Array, nameLength: number, extraLength: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(nameLength, 22);
  fields.writeUInt16LE(extraLength, 24);
  return fields;
}

function paddingAt(offset: number): Buffer {
  const length = ALIGNMENT - ((offset + 4) % ALIGNMENT);
  const field = Buffer.alloc(4 + length);
  PADDING_FIELD.copy(field);
  field.writeUInt16LE(length, 2);
  return field;
}

function endOf(files: number, directoryLength: number, directoryOffset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files, 8);
  end.writeUInt16LE(files, 10);
  end.writeUInt32LE(directoryLength, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}
