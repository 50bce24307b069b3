import { logitsOf } from '../explain';
import { CROP_PIXELS } from '../inputs';
import type { Question } from '../methods/question';
import { rowOf } from '../sweep';
import { targetValues } from '../target-weights';

/**
 * The deviation of attributions from completeness, the property of integrated gradients that they sum to the target of
 * the image minus that of the baseline. Mean absolute gap as a share of the mean absolute difference; 0 is complete.
 *
 * @param values signed attributions, `[n, 40, 40]`
 * @param baseline gray value of the baseline, 0–1
 */
export async function incompleteness(question: Question, values: Float32Array, baseline = 0): Promise<number> {
  const { probe, images, weights, logits } = question;
  const even = await logitsOf(probe, new Float32Array(CROP_PIXELS).fill(baseline), question);
  const ends = targetValues(weights, logits);
  const starts = targetValues(
    weights,
    Float32Array.from(weights, (_, k) => even[k % even.length]),
  );
  let [gaps, differences] = [0, 0];
  for (let i = 0; i < images.length / CROP_PIXELS; i++) {
    const sum = rowOf(values, i, CROP_PIXELS).reduce((a, b) => a + b, 0);
    gaps += Math.abs(sum - (ends[i] - starts[i]));
    differences += Math.abs(ends[i] - starts[i]);
  }
  return gaps / differences;
}
