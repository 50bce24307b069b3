import { InputError } from '../core/errors';
import { largest } from '../evaluation/metrics';
import type { Inputs } from './inputs';

/** `predicted` or `true` for each image's own class, or the name of one class for all images. */
export type Choice = string;

/** What is explained: a class's logit, or by how much the first class's logit exceeds the second's. */
export type Target = Choice | readonly [towards: Choice, against: Choice];

/**
 * Each image's target as weights on its logits, `[n, classes]`: 1 on the class, −1 on the one it is compared with. Where both
 * are the same class there is nothing to explain, and all are 0.
 *
 * @param logits `[n, classes]`
 * @throws {InputError} for a class that there is not
 */
export function weightsOf(
  target: Target,
  { labels, classes }: Pick<Inputs, 'labels' | 'classes'>,
  logits: Float32Array,
): Float32Array {
  const weights = new Float32Array(logits.length);
  const [towards, against] = typeof target === 'string' ? [target] : target;
  add(1, towards);
  if (against !== undefined) add(-1, against);
  return weights;

  function add(weight: number, choice: Choice): void {
    const own = choice === 'true' ? labels : choice === 'predicted' ? largest(logits, classes.length) : undefined;
    const fixed = classes.indexOf(choice);
    if (own === undefined && fixed < 0)
      throw new InputError('target', choice, `must be predicted, true or one of ${classes.join(', ')}`);
    for (let i = 0; i < labels.length; i++) weights[i * classes.length + (own ? own[i] : fixed)] += weight;
  }
}

/** Each image's target as a number: its weights times its logits, or times its probabilities. `[n, classes]` both, to `[n]`. */
export function targetValues(weights: Float32Array, outputs: Float32Array, classes: number): Float32Array {
  const values = new Float32Array(weights.length / classes);
  outputs.forEach((output, k) => {
    values[Math.floor(k / classes)] += weights[k] * output;
  });
  return values;
}

/** Softmax by rows, `[n, classes]`. */
export function probabilitiesOf(logits: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += classes) {
    const largest = Math.max(...logits.subarray(row, row + classes));
    const powers = Array.from(logits.subarray(row, row + classes), (logit) => Math.exp(logit - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, k) => {
      probabilities[row + k] = power / sum;
    });
  }
  return probabilities;
}
