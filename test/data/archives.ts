import { crc32, deflateRawSync } from 'node:zlib';
import { createTarPacker, packTar } from 'modern-tar';

/** Files by their paths. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A tar archive. */
export function tar(files: Files): Promise<Uint8Array> {
  const entries = Object.entries(files).map(([name, content]) => {
    const body = Buffer.from(content);
    return { header: { name, size: body.length }, body };
  });
  return packTar(entries);
}

/** The header of a file in a tar archive. */
export async function tarHeader(name: string, size: number): Promise<Uint8Array> {
  const { readable, controller } = createTarPacker();
  controller.add({ name, size });
  const { value } = await readable.getReader().read();
  return value!;
}

/**
 * A zip archive (PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). No library writes unsafe ones.
 * @param claimed a false unpacked size of each file, in bytes
 */
export function zip(files: Files, claimed?: number): Uint8Array {
  return zipOf(files, 8, deflateRawSync, claimed);
}

/** A zip archive whose files are stored as they are. */
export function storedZip(files: Files): Uint8Array {
  return zipOf(files, 0, (bytes) => bytes);
}

function zipOf(files: Files, method: number, pack: (bytes: Buffer) => Buffer, claimed?: number): Uint8Array {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const plain = Buffer.from(content);
    const packed = pack(plain);
    const common = Buffer.alloc(26); // from "version needed" to "extra field length"
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimed ?? plain.length, 18);
    common.writeUInt16LE(name.length, 22);
    const record = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const rest = Buffer.alloc(14); // from "file comment length" to "offset of local header"
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, rest, name);
    local.push(record);
    offset += record.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}
