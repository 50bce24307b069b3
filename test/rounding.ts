/**
 * Maximum difference of two float32 computations of the same numbers. CPUs sum in different orders (vector width, fused
 * multiply-add, blocks, threads), so the bounds here count the algorithm's roundings and use no measurements of one
 * machine.
 */
import assert from 'node:assert/strict';
import { type Tensor, tf, type Variable } from '../lib/runtime';
import { noise } from './noise';

/** Unit roundoff: a rounding changes a number by at most this share of it. */
export const UNIT_ROUNDOFF = { float32: 2 ** -24, float16: 2 ** -11, bfloat16: 2 ** -8 } as const;

/** The references' numbers have 7 significant digits. */
export const REFERENCE_DIGITS = 5e-7;

export interface RoundingOptions {
  /** Type whose roundings are counted. @default 'float32' */
  readonly type?: keyof typeof UNIT_ROUNDOFF;
  /** Size of the algorithm's intermediate values, as a multiple of those of a plain sum. @default 1 */
  readonly amplification?: number;
  /**
   * How much more than {@link roundingTolerance} weights are perturbed to find the effect: the effect on a few outputs
   * is one random draw, and a ReLU or a maximum that switches makes it jump. @default 4
   */
  readonly chance?: number;
}

/**
 * Largest relative difference, by {@link relativeError}, of two computations that round: 2 · amplification · u · √n.
 *
 * The roundings of a sum are as good as independent, so its error grows with √n (Higham & Mary 2019, A new approach to
 * probabilistic rounding error analysis). The worst case, n · u, never occurs. There is room for chance: u is the
 * largest error of a rounding and 2.5 times the root mean square.
 *
 * @param roundings that a value goes through one after the other: the number of summands, or an upper bound of it
 */
export function roundingTolerance(roundings: number, options: RoundingOptions = {}): number {
  const { type = 'float32', amplification = 1 } = options;
  return 2 * amplification * UNIT_ROUNDOFF[type] * Math.sqrt(roundings);
}

/**
 * Euclidean norm of the difference relative to that of the expected values. Single values can be 0 by cancellation; the
 * norm has the size of the summands.
 */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  assert.equal(actual.length, expected.length);
  let [difference, whole] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2;
    whole += expected[i] ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / whole);
}

/** Asserts that numbers are equal to those expected, except for a relative error of at most `tolerance`. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what: string,
): void {
  const error = relativeError(actual, expected);
  if (error <= tolerance) return;
  const off = Array.from(actual, (value, i) => Math.abs(value - expected[i]));
  const worst = off.indexOf(Math.max(...off));
  assert.fail(
    `${what}: relative error ${error}, must be ≤ ${tolerance}; [${worst}]: ${actual[worst]}, not ${expected[worst]}`,
  );
}

/**
 * Weights with random perturbations equivalent to the rounding of their sums: a rounded sum of products is the exact
 * sum for slightly different weights (backward error).
 *
 * @param number distinguishes the weights of a network
 */
export function rounded(weights: Tensor, roundings: number, number: number, options: RoundingOptions = {}): Tensor {
  const { chance = 4 } = options;
  const bound = chance * Math.sqrt(3) * roundingTolerance(roundings, options); // √3: noise is uniform
  return tf.tidy(() => tf.mul(weights, tf.add(1, noise(weights.shape, bound, number))));
}

/**
 * Tolerance for a network's outputs: the relative error that appears when all weights are {@link rounded}. Layers
 * amplify rounding errors, batch norms and gradients most; the amplification is a property of the network and not of
 * the CPU.
 *
 * @param variables the perturbed variables; their values are restored
 * @param roundings the longest sum in a layer
 * @param outputs computes a list of vectors; the tolerance is that of the most sensitive one
 */
export function networkTolerance(
  variables: readonly Variable[],
  roundings: number,
  outputs: () => readonly ArrayLike<number>[],
  options: RoundingOptions = {},
): number {
  const expected = outputs();
  const restore = moveAsRounded(variables, roundings, options);
  const moved = outputs();
  restore();
  return effectOf(moved, expected, roundings, options);
}

/** Replaces weights by {@link rounded} ones. Returns a function that restores them. */
export function moveAsRounded(
  variables: readonly Variable[],
  roundings: number,
  options?: RoundingOptions,
): () => void {
  const before = variables.map((variable) => variable.clone());
  for (const [i, variable] of variables.entries()) variable.assign(rounded(before[i], roundings, i, options));
  return () => {
    for (const [i, variable] of variables.entries()) variable.assign(before[i]);
    tf.dispose(before);
  };
}

/** The same from outputs that were computed with rounded and with unchanged weights. */
export function effectOf(
  moved: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
  roundings: number,
  options: RoundingOptions = {},
): number {
  return Math.max(
    roundingTolerance(roundings, options),
    ...moved.map((values, i) => relativeError(values, expected[i])),
  );
}
