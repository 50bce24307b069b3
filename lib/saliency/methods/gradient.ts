import { inBatches } from '../sweep';
import type { SaliencyMethod } from './method';
import type { Question } from './question';

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
 * The gradient of the target by each pixel, `[n, size, size]`, and the logits, `[n, classes]`. Without weights, the
 * target is each image's largest logit.
 */
export async function slopes(
  question: Omit<Question, 'weights' | 'logits'>,
  weights?: Float32Array,
): Promise<{ values: Float32Array; logits: Float32Array }> {
  const { probe, images } = question;
  const { area, classes } = probe;
  const n = images.length / area;
  const values = new Float32Array(images.length);
  const logits = new Float32Array(n * classes);
  await inBatches(n, question, (from, to) => {
    const batch = images.subarray(from * area, to * area);
    const answer = probe.gradients(batch, weights?.subarray(from * classes, to * classes));
    values.set(answer.gradients, from * area);
    logits.set(answer.logits, from * classes);
  });
  return { values, logits };
}
