import { InputError } from '../../../core/errors';
import { ELEMENT_BYTES, isFloating, toFloat32 } from '../elements';
import { gathered } from '../strided';
import type { TensorView } from './values';

/** The bytes of storages, by key. */
export type StoredNumbers = ReadonlyMap<string, Uint8Array>;

/**
 * A tensor's numbers as float32, row-major.
 * @param name name of the tensor in messages
 * @throws {InputError} if its storage is missing, too short, or not of floating-point numbers
 */
export function valuesOf({ storage, offset, shape, strides }: TensorView, name: string, stored: StoredNumbers) {
  const { type, bytes: length } = storage;
  if (!isFloating(type)) throw new InputError(name, type, 'must be floating-point numbers');
  const bytes = stored.get(storage.key);
  if (bytes?.length !== length) throw new InputError(name, `${bytes?.length ?? 'no'} bytes`, `must have ${length}`);
  const width = ELEMENT_BYTES[type];
  return gathered(toFloat32(bytes.subarray(offset * width), type), shape, strides);
}
