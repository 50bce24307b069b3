import { integer, number } from '../../core/keys';
import { gaussLegendre } from '../quadrature';
import { sweep } from '../sweep';
import type { SaliencyMethod } from './method';
import type { Question } from './question';

export interface IntegratedOptions {
  /** Points on the path, ≥ 1. @default 50 */
  readonly steps?: number;
  /** Gray value, 0–1, of the uniform image at the start of the path. @default 0 */
  readonly baseline?: number;
}

/**
 * Integrated gradients (Sundararajan, Taly and Yan 2017, arXiv 1703.01365): the pixel's difference from the baseline
 * times its mean gradient on the straight path between them, by Gauss–Legendre quadrature. The values sum to the
 * difference of the targets at both ends, up to the rule's error (see `completeness`). The sign shows which of two
 * classes a pixel supports.
 */
export const integratedGradients: SaliencyMethod<IntegratedOptions> = {
  label: 'Integrated gradients',
  heat: 'magnitude',
  passes: 'dozens',
  sums: true,
  options: {
    steps: integer(50, 1),
    baseline: number(0, 'in [0, 1]', (gray) => gray >= 0 && gray <= 1),
  },
  explain: attributions,
};

async function attributions(
  question: Question,
  { steps, baseline }: Required<IntegratedOptions>,
): Promise<Float32Array> {
  const { probe, images, weights } = question;
  const { area } = probe;
  const rule = gaussLegendre(steps);
  const means = new Float32Array(images.length);
  await sweep(
    {
      probe,
      images,
      weights,
      each: steps,
      make: (image, out, j) => {
        for (let k = 0; k < area; k++) out[k] = baseline + rule.points[j] * (image[k] - baseline);
      },
    },
    (batch, targets) => probe.gradients(batch, targets).gradients,
    (row, j, i) => {
      for (let k = 0; k < area; k++) means[i * area + k] += rule.weights[j] * row[k];
    },
    question,
  );
  return means.map((mean, k) => mean * (images[k] - baseline));
}
