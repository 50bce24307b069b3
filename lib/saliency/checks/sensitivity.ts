import { philox } from '../../core/random';
import { type ExplainOptions, explain } from '../explain';
import type { Inputs } from '../inputs';
import type { Method } from '../methods';
import type { Probe } from '../probe';
import { rowOf } from '../sweep';

/** Maximum change of a gray value, of 255: about 0.02 of the range, which is invisible. */
const RADIUS = 5;
/** Perturbed copies of each image. */
const COPIES = 3;

/**
 * Max-sensitivity (Yeh et al. 2019, arXiv 1901.09392): the largest relative change (Euclidean) of a map over a few
 * copies of its image with invisible changes of up to 5 gray values; the mean over the images. Skips images whose map
 * is zero or NaN.
 *
 * @param values the method's maps of the unchanged crops, with the same options
 */
export async function maxSensitivity(
  probe: Probe,
  crops: Inputs,
  { method, values }: { readonly method: Method; readonly values: Float32Array },
  options: ExplainOptions,
): Promise<number> {
  const n = crops.labels.length;
  const { area } = probe;
  const largest = new Float64Array(n);
  for (let copy = 0; copy < COPIES; copy++) {
    const moved = await explain(probe, perturbed(crops, options.seed ?? 0, copy), method, options);
    for (let i = 0; i < n; i++) {
      const map = rowOf(values, i, area);
      const difference = rowOf(moved.values, i, area).map((value, k) => value - map[k]);
      largest[i] = Math.max(largest[i], norm(difference) / norm(map));
    }
  }
  const counted = largest.filter(Number.isFinite);
  return counted.reduce((sum, value) => sum + value, 0) / counted.length;
}

function perturbed(crops: Inputs, seed: number, copy: number): Inputs {
  const words = new Uint32Array(2);
  const span = 2 * RADIUS + 1;
  const moved = crops.pixels.map((gray, k) => {
    philox(seed, copy, k, words);
    return Math.min(255, Math.max(0, gray + Math.floor((span * words[0]) / 2 ** 32) - RADIUS));
  });
  return { ...crops, pixels: moved };
}

function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
