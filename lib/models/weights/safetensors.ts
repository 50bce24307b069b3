import { InputError } from '../../core/errors';
import { ELEMENT_BYTES, type ElementType, fromFloat32, isFloating, toFloat32 } from './elements';
import { shownName } from './names';
import { isNaturalArray, type NamedTensor, sizeOf } from './tensor';

/** Maximum bytes of the header: far more than networks here need, far less than memory. */
const LONGEST_HEADER = 16 * 2 ** 20;

/**
 * The bytes of a safetensors file: an 8-byte length, a JSON header of that length with each tensor's type, shape and
 * offsets, then the numbers, little-endian.
 *
 * @param metadata text stored in the header
 * @param type of the stored numbers @default 'F32'
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
  type: 'F32' | 'F16' = 'F32',
): Buffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const data = tensors.map(({ values }) => fromFloat32(values, type));
  let offset = 0;
  tensors.forEach(({ name, shape }, i) => {
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + data[i].byteLength] };
    offset += data[i].byteLength;
  });
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  return Buffer.concat([length, json, padding, ...data]);
}

/**
 * Reads the floating-point tensors of a safetensors file as float32. Skips other tensors, such as counts of batches.
 *
 * @param file its name, for messages
 * @throws {InputError} if the bytes are truncated or inconsistent: the tensors must fill the file without gaps or
 * overlaps
 */
export function decodeSafetensors(bytes: Buffer, file: string): Map<string, NamedTensor> {
  const { entries, start } = readHeader(bytes, file);
  const tensors = new Map<string, NamedTensor>();
  let end = 0;
  for (const { name, type, shape, from, to } of entries.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const length = sizeOf(shape) * ELEMENT_BYTES[type];
    if (from !== end || to - from !== length || start + to > bytes.length) {
      throw new InputError(
        file,
        `${shownName(name)} at ${from}–${to}`,
        `must fill ${length} bytes from ${end} in the file`,
      );
    }
    end = to;
    if (!isFloating(type)) continue;
    tensors.set(name, { name, shape, values: toFloat32(bytes.subarray(start + from, start + to), type) });
  }
  if (start + end !== bytes.length) {
    throw new InputError(file, `${bytes.length} bytes`, `must be ${start + end}, according to its header`);
  }
  return tensors;
}

interface HeaderEntry {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function readHeader(bytes: Buffer, file: string) {
  const length = bytes.length < 8 ? Number.NaN : Number(bytes.readBigUInt64LE(0));
  if (!(length <= LONGEST_HEADER && 8 + length <= bytes.length)) {
    throw new InputError(file, `${bytes.length} bytes`, 'must be a whole safetensors file');
  }
  let header: unknown;
  try {
    header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
  } catch {
    header = undefined;
  }
  if (typeof header !== 'object' || header === null) throw new InputError(file, 'header', 'must be a JSON object');
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  return { entries: entries.map(([name, entry]) => headerEntry(name, entry, file)), start: 8 + length };
}

function headerEntry(name: string, entry: unknown, file: string): HeaderEntry {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Object.hasOwn(ELEMENT_BYTES, dtype)) {
    throw new InputError(
      file,
      `${shownName(name)} of type ${shownName(String(dtype))}`,
      `must be ${Object.keys(ELEMENT_BYTES).join(', ')}`,
    );
  }
  if (!isNaturalArray(shape) || !isNaturalArray(offsets) || offsets.length !== 2) {
    throw new InputError(file, shownName(name), 'must have a shape and two offsets');
  }
  return { name, type: dtype as ElementType, shape, from: offsets[0], to: offsets[1] };
}
