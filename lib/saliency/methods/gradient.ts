import { EMOTIONS } from '../../data/dataset';
import { CROP_PIXELS } from '../crops';
import { inBatches } from '../sweep';
import type { Question } from './question';

const CLASSES = EMOTIONS.length;

/**
 * How fast the target grows with each pixel (Simonyan, Vedaldi and Zisserman 2014, arXiv 1312.6034), `[n, 40, 40]`, and
 * the logits, `[n, 7]`, which come with it. Without weights the target is each image's largest logit.
 */
export async function gradient(
  question: Omit<Question, 'weights' | 'logits'>,
  weights?: Float32Array,
): Promise<{ gradients: Float32Array; logits: Float32Array }> {
  const { probe, images } = question;
  const n = images.length / CROP_PIXELS;
  const gradients = new Float32Array(images.length);
  const logits = new Float32Array(n * CLASSES);
  await inBatches(n, question, (from, to) => {
    const batch = images.subarray(from * CROP_PIXELS, to * CROP_PIXELS);
    const answer = probe.gradients(batch, weights?.subarray(from * CLASSES, to * CLASSES));
    gradients.set(answer.gradients, from * CROP_PIXELS);
    logits.set(answer.logits, from * CLASSES);
  });
  return { gradients, logits };
}
