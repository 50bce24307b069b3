import { EMOTIONS, type Emotion } from '../data/dataset';
import { predicted } from '../evaluation/metrics';

const CLASSES = EMOTIONS.length;

/** One class for all images, or each image's own: the predicted class, or its label. */
export type Choice = Emotion | 'predicted' | 'true';

/** The target: a class's logit, or the difference between two classes' logits. */
export type Target = Choice | readonly [towards: Choice, against: Choice];

/**
 * Each image's target as weights on its logits, `[n, 7]`: 1 for the class, −1 for the class it is compared with. If
 * both are the same class, all weights are 0.
 *
 * @param labels `[n]`
 * @param logits `[n, 7]`
 */
export function weightsOf(target: Target, labels: Uint8Array, logits: Float32Array): Float32Array {
  const weights = new Float32Array(logits.length);
  const [towards, against] = typeof target === 'string' ? [target] : target;
  add(1, towards);
  if (against !== undefined) add(-1, against);
  return weights;

  function add(weight: number, choice: Choice): void {
    const classes = choice === 'true' ? labels : choice === 'predicted' ? predicted(logits) : undefined;
    const fixed = EMOTIONS.indexOf(choice as Emotion);
    for (let i = 0; i < labels.length; i++) weights[i * CLASSES + (classes ? classes[i] : fixed)] += weight;
  }
}

/** Each image's target value: the product of its weights and its logits or probabilities, both `[n, 7]`, as `[n]`. */
export function targetValues(weights: Float32Array, outputs: Float32Array): Float32Array {
  const values = new Float32Array(weights.length / CLASSES);
  outputs.forEach((output, k) => {
    values[Math.floor(k / CLASSES)] += weights[k] * output;
  });
  return values;
}

/** Softmax by rows, `[n, 7]`. */
export function probabilitiesOf(logits: Float32Array): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += CLASSES) {
    const largest = Math.max(...logits.subarray(row, row + CLASSES));
    const powers = Array.from(logits.subarray(row, row + CLASSES), (logit) => Math.exp(logit - largest));
    const sum = powers.reduce((a, b) => a + b, 0);
    powers.forEach((power, k) => {
      probabilities[row + k] = power / sum;
    });
  }
  return probabilities;
}
