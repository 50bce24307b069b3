import { CROP_PIXELS } from '../crops';
import { gaussLegendre } from '../quadrature';
import { sweep } from '../sweep';
import type { Question } from './question';

export interface IntegratedOptions {
  /** Points on the way, ≥ 1. @default 50 */
  readonly steps?: number;
  /** The gray value, 0–1, of the even image from which the way leads to the image itself. @default 0 */
  readonly baseline?: number;
}

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017, arXiv 1703.01365): the pixel's difference to the baseline times
 * its mean gradient on the straight way between them, by Gauss and Legendre's rule. They sum to the difference of the
 * targets at both ends, up to the rule's error (see `completeness`).
 */
export async function integratedGradients(question: Question, options: IntegratedOptions = {}): Promise<Float32Array> {
  const { probe, images, weights } = question;
  const { steps = 50, baseline = 0 } = options;
  const rule = gaussLegendre(steps);
  const means = new Float32Array(images.length);
  await sweep(
    {
      images,
      weights,
      each: steps,
      make: (image, out, j) => {
        for (let k = 0; k < CROP_PIXELS; k++) out[k] = baseline + rule.points[j] * (image[k] - baseline);
      },
    },
    (batch, targets) => probe.gradients(batch, targets).gradients,
    (row, j, i) => {
      for (let k = 0; k < CROP_PIXELS; k++) means[i * CROP_PIXELS + k] += rule.weights[j] * row[k];
    },
    question,
  );
  return means.map((mean, k) => mean * (images[k] - baseline));
}
