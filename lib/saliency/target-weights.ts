import { EMOTIONS, type Emotion } from '../data/dataset';
import { predicted } from '../evaluation/metrics';

const CLASSES = EMOTIONS.length;

/** One class for all images, or each image's own: the one it was given, or the one on its label. */
export type Choice = Emotion | 'predicted' | 'true';

/** What is explained: a class's logit, or by how much the first class's logit exceeds the second's. */
export type Target = Choice | readonly [towards: Choice, against: Choice];

/**
 * Each image's target as weights on its logits, `[n, 7]`: 1 on the class, −1 on the one it is compared with. Where both
 * are the same class there is nothing to explain, and all are 0.
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

/** Each image's target as a number: its weights times its logits, or times its probabilities. `[n, 7]` both, to `[n]`. */
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
