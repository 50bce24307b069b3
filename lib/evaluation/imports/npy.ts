import { InputError } from '../../core/errors';
import { excerpt, printable } from '../../core/excerpt';
import { toFloat32 } from '../../models/weights/elements';

/** An array of NumPy's, in C order. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Whether a file that begins with these bytes is a NumPy array. */
export function isNpy(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 6)).toString('latin1') === '\x93NUMPY';
}

/** Reads elements of the types that scores and labels can have: bytes of their own, little-endian. */
const TYPES: Readonly<Record<string, { bytes: number; read(bytes: Uint8Array): ArrayLike<number> }>> = {
  f2: { bytes: 2, read: (bytes) => toFloat32(bytes, 'F16') },
  f4: { bytes: 4, read: ({ buffer }) => new Float32Array(buffer) },
  f8: { bytes: 8, read: ({ buffer }) => new Float64Array(buffer) },
  i1: { bytes: 1, read: ({ buffer }) => new Int8Array(buffer) },
  u1: { bytes: 1, read: (bytes) => bytes },
  i2: { bytes: 2, read: ({ buffer }) => new Int16Array(buffer) },
  u2: { bytes: 2, read: ({ buffer }) => new Uint16Array(buffer) },
  i4: { bytes: 4, read: ({ buffer }) => new Int32Array(buffer) },
  u4: { bytes: 4, read: ({ buffer }) => new Uint32Array(buffer) },
  i8: { bytes: 8, read: ({ buffer }) => Float64Array.from(new BigInt64Array(buffer), Number) },
  u8: { bytes: 8, read: ({ buffer }) => Float64Array.from(new BigUint64Array(buffer), Number) },
};

/**
 * Decodes a `.npy` file (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): magic, version, a
 * header that is a Python dictionary, and the elements. Objects, which are pickled, are refused.
 *
 * @param file what messages call it
 * @throws {InputError} if it is damaged, or its elements are no numbers
 */
export function decodeNpy(bytes: Uint8Array, file: string): NumpyArray {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!isNpy(view) || view.length < 12) throw new InputError(file, 'damaged', 'must be a whole .npy file');
  const isLong = view[6] > 1;
  const start = (isLong ? 12 : 10) + (isLong ? view.readUInt32LE(8) : view.readUInt16LE(8));
  const header = view.toString('latin1', isLong ? 12 : 10, Math.min(start, view.length));
  const [, order, code] = /'descr'\s*:\s*'([<>|=])([a-z]\d+)'/i.exec(header) ?? [];
  const [, fortran] = /'fortran_order'\s*:\s*(True|False)/.exec(header) ?? [];
  const [, dimensions] = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header) ?? [];
  const type = Object.hasOwn(TYPES, code ?? '') ? TYPES[code] : undefined;
  if (!type || order === '>' || fortran === undefined || dimensions === undefined)
    throw new InputError(file, elementsIn(header), 'must contain little-endian floats or integers');
  const shape = dimensions
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  const length = shape.reduce((product, size) => product * size, 1) * type.bytes;
  if (start + length !== view.length)
    throw new InputError(file, `${view.length} bytes`, `must be ${start + length}, as its header says`);
  const values = type.read(new Uint8Array(view.subarray(start)));
  return { shape, values: fortran === 'True' ? inRows(values, shape) : values };
}

/** The element type that a header names, such as `elements of <V2`. */
function elementsIn(header: string): string {
  const [, type] = /'descr'\s*:\s*'([^']{1,16})'/.exec(header) ?? [];
  return type === undefined ? excerpt(header.trim()) : `elements of ${printable(type)}`;
}

/** The elements of a matrix that is stored by columns, by rows. */
function inRows(values: ArrayLike<number>, shape: readonly number[]): ArrayLike<number> {
  if (shape.length !== 2) return values;
  const [n, width] = shape;
  return Float64Array.from({ length: n * width }, (_, k) => values[(k % width) * n + Math.floor(k / width)]);
}
