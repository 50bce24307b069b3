import { InputError } from '../core/errors';
import { largest } from '../evaluation/metrics';
import { softmax } from '../evaluation/softmax';
import type { Inputs } from './inputs';

/** `predicted` or `true` for each image's own class, or the name of one class for all images. */
export type Choice = string;

/** The target: a class's logit, or the difference between two classes' logits. */
export type Target = Choice | readonly [towards: Choice, against: Choice];

/**
 * Each image's target as weights on its logits, `[n, classes]`: 1 for the class, −1 for the class it is compared with.
 * If both are the same class, all weights are 0.
 *
 * @param logits `[n, classes]`
 * @throws {InputError} for an unknown class
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

/**
 * Each image's target value: the product of its weights and its logits or probabilities, both `[n, classes]`, as `[n]`.
 */
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
  for (let row = 0; row < logits.length; row += classes)
    probabilities.set(softmax([...logits.subarray(row, row + classes)]), row);
  return probabilities;
}
