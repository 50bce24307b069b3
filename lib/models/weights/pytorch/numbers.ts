import { InputError } from '../../../errors';
import { ELEMENT_BYTES, isFloating, toFloat32 } from '../elements';
import { sizeOf } from '../tensor';
import type { TensorView } from './values';

/** The bytes of storages, by their keys. */
export type StoredNumbers = ReadonlyMap<string, Uint8Array>;

/**
 * A tensor's numbers by rows, as float32.
 * @param name what messages call it
 * @throws {InputError} where its storage is missing or shorter than it says, or holds no floating-point numbers
 */
export function valuesOf({ storage, offset, shape, strides }: TensorView, name: string, stored: StoredNumbers) {
  const { type, bytes: length } = storage;
  if (!isFloating(type)) throw new InputError(name, type, 'must be floating-point numbers');
  const bytes = stored.get(storage.key);
  if (bytes?.length !== length) throw new InputError(name, `${bytes?.length ?? 'no'} bytes`, `must have ${length}`);
  const width = ELEMENT_BYTES[type];
  const values = toFloat32(bytes.subarray(offset * width), type);
  return areRows(shape, strides) ? values.slice(0, sizeOf(shape)) : gathered(values, shape, strides);
}

function areRows(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] > 1 && strides[axis] !== expected) return false;
    expected *= shape[axis];
  }
  return true;
}

function gathered(values: Float32Array, shape: readonly number[], strides: readonly number[]): Float32Array {
  const index = shape.map(() => 0);
  let from = 0;
  return Float32Array.from({ length: sizeOf(shape) }, () => {
    const value = values[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
    return value;
  });
}
