import { EMOTIONS } from '../../data/dataset';
import { CROP_PIXELS } from '../inputs';
import { inBatches } from '../sweep';
import type { SaliencyMethod } from './method';
import type { Question } from './question';

const CLASSES = EMOTIONS.length;

/** The gradient of the target by each pixel (Simonyan, Vedaldi and Zisserman 2014, arXiv 1312.6034). */
export const gradient: SaliencyMethod = {
  label: 'Gradient',
  heat: 'magnitude',
  passes: 'one',
  sums: false,
  options: {},
  explain: async (question) => (await slopes(question, question.weights)).values,
  explainLargest: (question) => slopes(question),
};

/**
 * The gradient of the target by each pixel, `[n, 40, 40]`, and the logits, `[n, 7]`. Without weights, the target is
 * each image's largest logit.
 */
export async function slopes(
  question: Omit<Question, 'weights' | 'logits'>,
  weights?: Float32Array,
): Promise<{ values: Float32Array; logits: Float32Array }> {
  const { probe, images } = question;
  const n = images.length / CROP_PIXELS;
  const values = new Float32Array(images.length);
  const logits = new Float32Array(n * CLASSES);
  await inBatches(n, question, (from, to) => {
    const batch = images.subarray(from * CROP_PIXELS, to * CROP_PIXELS);
    const answer = probe.gradients(batch, weights?.subarray(from * CLASSES, to * CLASSES));
    values.set(answer.gradients, from * CROP_PIXELS);
    logits.set(answer.logits, from * CLASSES);
  });
  return { values, logits };
}
