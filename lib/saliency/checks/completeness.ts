import { logitsOf } from '../explain';
import type { Question } from '../methods/question';
import { rowOf } from '../sweep';
import { targetValues } from '../target-weights';

/**
 * The deviation of attributions from completeness, the property of integrated gradients that they sum to the target of
 * the image minus that of the baseline. Mean absolute gap as a share of the mean absolute difference; 0 is complete.
 *
 * @param values signed attributions, `[n, size, size]`
 * @param baseline gray value of the baseline, 0–1
 */
export async function incompleteness(question: Question, values: Float32Array, baseline = 0): Promise<number> {
  const { probe, images, weights, logits } = question;
  const { area, classes } = probe;
  const even = await logitsOf(probe, new Float32Array(area).fill(baseline), question);
  const ends = targetValues(weights, logits, classes);
  const starts = targetValues(
    weights,
    Float32Array.from(weights, (_, k) => even[k % even.length]),
    classes,
  );
  let [gaps, differences] = [0, 0];
  for (let i = 0; i < images.length / area; i++) {
    const sum = rowOf(values, i, area).reduce((a, b) => a + b, 0);
    gaps += Math.abs(sum - (ends[i] - starts[i]));
    differences += Math.abs(ends[i] - starts[i]);
  }
  return gaps / differences;
}
