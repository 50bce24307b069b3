import { type Tensor, tf } from '../lib/runtime';

/** Values in ±`bound` by the formula of the reference scripts; `number` distinguishes tensors. */
export function noise(shape: readonly number[], bound: number, number: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(noiseValues(size, bound, number), [...shape]);
}

/** The values of {@link noise}. */
export function noiseValues(length: number, bound: number, number: number): Float32Array {
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const x = 43758.5453 * sin(12.9898 * i + 78.233 * number);
    values[i] = bound * (2 * (x - Math.floor(x)) - 1);
  }
  return values;
}

/** 2π in two parts; products of the first with integers below 2²⁵ are exact. */
const PERIOD = [6.28125, 0.0019353071795864768] as const;

/** The sine of a large number, to 1e-11; `Math.sin` takes twenty times as long as for a small one. */
function sin(x: number): number {
  const periods = Math.round(x / (2 * Math.PI));
  return Math.sin(x - periods * PERIOD[0] - periods * PERIOD[1]);
}
