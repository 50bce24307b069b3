import { type Tensor, tf } from '../lib/runtime';

/** Values in ±`bound` by the formula of the reference scripts; `number` distinguishes tensors. */
export function noise(shape: readonly number[], bound: number, number: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const values = Float32Array.from({ length: size }, (_, i) => {
    const x = 43758.5453 * Math.sin(12.9898 * i + 78.233 * number);
    return bound * (2 * (x - Math.floor(x)) - 1);
  });
  return tf.tensor(values, [...shape]);
}
