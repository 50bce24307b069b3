import { sizeOf } from './tensor';

/** Row-major strides, in elements. */
export function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** Gathers strided numbers into row-major order. */
export function gathered(values: Float32Array, shape: readonly number[], strides: readonly number[]): Float32Array {
  const rows = stridesOf(shape);
  if (shape.every((size, axis) => size === 1 || strides[axis] === rows[axis])) return values.slice(0, sizeOf(shape));
  const index = shape.map(() => 0);
  const ordered = new Float32Array(sizeOf(shape));
  let from = 0;
  for (let i = 0; i < ordered.length; i++) {
    ordered[i] = values[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return ordered;
}
