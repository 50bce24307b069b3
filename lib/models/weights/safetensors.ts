import { InputError } from '../errors';

/** A named array of float32 numbers. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The header may be this long: far more than any network here needs, far less than memory. */
const LONGEST_HEADER = 16 * 2 ** 20;

/**
 * The bytes of a safetensors file: an 8-byte length, a JSON header of that length with each tensor's type, shape and
 * offsets, then the numbers, little-endian.
 *
 * @param metadata text that travels in the header
 */
export function encodeSafetensors(tensors: readonly NamedTensor[], metadata: Readonly<Record<string, string>>): Buffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  const data = tensors.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return Buffer.concat([length, json, padding, ...data]);
}

/**
 * Reads what {@link encodeSafetensors} writes.
 * @param file its name, for messages
 * @throws {InputError} where the bytes are cut short or contradict themselves
 */
export function decodeSafetensors(bytes: Buffer, file: string): Map<string, NamedTensor> {
  const header = readHeader(bytes, file);
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  const tensors = new Map<string, NamedTensor>();
  let expected = 0;
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
    if (dtype !== 'F32') throw new InputError(file, `${name} is ${dtype}`, 'must hold F32 tensors');
    if (!isNaturalArray(shape) || !isNaturalArray(offsets) || offsets.length !== 2) {
      throw new InputError(file, name, 'must have a shape and two offsets');
    }
    const [from, to] = offsets;
    const length = shape.reduce((a, b) => a * b, 4);
    if (from !== expected || to - from !== length || start + to > bytes.length) {
      throw new InputError(file, `${name} at ${from}–${to}`, `must fill ${length} bytes from ${expected} in the file`);
    }
    expected = to;
    const values = new Float32Array(length / 4);
    bytes.copy(Buffer.from(values.buffer), 0, start + from, start + to);
    tensors.set(name, { name, shape, values });
  }
  if (start + expected !== bytes.length) {
    throw new InputError(file, `${bytes.length} bytes`, `must be ${start + expected}, as its header says`);
  }
  return tensors;
}

function readHeader(bytes: Buffer, file: string): Record<string, unknown> {
  const length = bytes.length < 8 ? Number.NaN : Number(bytes.readBigUInt64LE(0));
  if (!(length <= LONGEST_HEADER && 8 + length <= bytes.length)) {
    throw new InputError(file, `${bytes.length} bytes`, 'must be a whole safetensors file');
  }
  try {
    return JSON.parse(bytes.toString('utf8', 8, 8 + length));
  } catch {
    throw new InputError(file, 'header', 'must be JSON');
  }
}

function isNaturalArray(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((x) => Number.isSafeInteger(x) && x >= 0);
}
