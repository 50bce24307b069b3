import { InputError } from '../core/errors';
import { finiteLog } from './finite-log';
import type { Predictions } from './metrics';

/** Temperatures among which the best one is searched. */
const RANGE = [0.05, 20] as const;

/**
 * The temperature that makes a network's probabilities fit a split best: the one with the lowest mean cross-entropy of
 * softmax(logits / temperature) (Guo et al., 'On Calibration of Modern Neural Networks', 2017). Above 1 the network is
 * too sure of itself.
 *
 * @param predictions labels `[n]` and probabilities `[n, classes]` of images that it was not fitted to
 * @returns a number in [0.05, 20]
 * @throws {InputError} without images
 */
export function fitTemperature({ labels, probabilities }: Predictions): number {
  if (labels.length === 0) throw new InputError('predictions', 0, 'there must be at least one image');
  const logits = Float64Array.from(probabilities, finiteLog);
  const classes = probabilities.length / labels.length;
  // The mean cross-entropy is convex in 1 / temperature, and its derivative there is E[logit] − logit of the label.
  const slope = (inverse: number) => {
    let sum = 0;
    for (let i = 0; i < labels.length; i++) sum += excess(logits, i * classes, classes, labels[i], inverse);
    return sum;
  };
  let [low, high] = [1 / RANGE[1], 1 / RANGE[0]];
  for (let halvings = 0; halvings < 60; halvings++) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 2 / (low + high);
}

/**
 * Probabilities at another temperature: softmax(log p / temperature) for each row.
 * @param probabilities `[n, classes]`
 */
export function atTemperature(probabilities: Float32Array, classes: number, temperature: number): Float32Array {
  const scaled = new Float32Array(probabilities.length);
  for (let start = 0; start < scaled.length; start += classes) {
    const row = probabilities.subarray(start, start + classes);
    const highest = Math.log(Math.max(...row));
    const powers = Array.from(row, (p) => Math.exp((finiteLog(p) - highest) / temperature));
    const sum = powers.reduce((total, power) => total + power, 0);
    scaled.set(
      powers.map((power) => power / sum),
      start,
    );
  }
  return scaled;
}

/** The mean logit under the scaled probabilities, minus that of the label. */
function excess(logits: Float64Array, start: number, classes: number, label: number, inverse: number): number {
  const row = logits.subarray(start, start + classes);
  const highest = Math.max(...row);
  let [sum, mean] = [0, 0];
  for (const logit of row) {
    const weight = Math.exp((logit - highest) * inverse);
    sum += weight;
    mean += weight * logit;
  }
  return mean / sum - row[label];
}
