import { integer, number } from '../../core/keys';
import { randomStream } from '../../core/random';
import { sweep } from '../sweep';
import type { SaliencyMethod } from './method';
import type { Question } from './question';

export interface SmoothGradOptions {
  /** Noisy copies of each image, ≥ 1. @default 32 */
  readonly samples?: number;
  /** Standard deviation of the noise, as a share of the image's range of gray values. @default 0.15 */
  readonly noise?: number;
  /** Seed of the noise. @default 0 */
  readonly seed?: number;
}

/** The mean gradient over noisy copies of an image (Smilkov et al. 2017, arXiv 1706.03825). */
export const smoothGrad: SaliencyMethod<SmoothGradOptions> = {
  label: 'SmoothGrad',
  heat: 'magnitude',
  passes: 'dozens',
  sums: false,
  options: {
    samples: integer(32, 1),
    noise: number(0.15, '≥ 0', (deviation) => deviation >= 0),
    seed: integer(0, 0),
  },
  explain: meanGradients,
};

async function meanGradients(
  question: Question,
  { samples, noise, seed }: Required<SmoothGradOptions>,
): Promise<Float32Array> {
  const { probe, images, weights } = question;
  const { area } = probe;
  const means = new Float32Array(images.length);
  await sweep(
    {
      probe,
      images,
      weights,
      each: samples,
      make: (image, out, j, i) => {
        const random = randomStream(seed, i * samples + j);
        const deviation = noise * (Math.max(...image) - Math.min(...image));
        for (let k = 0; k < area; k++) out[k] = random.normal(image[k], deviation);
      },
    },
    (batch, targets) => probe.gradients(batch, targets).gradients,
    (row, _, i) => {
      for (let k = 0; k < area; k++) means[i * area + k] += row[k] / samples;
    },
    question,
  );
  return means;
}
