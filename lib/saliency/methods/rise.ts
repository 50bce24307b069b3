import { integer, number } from '../../core/keys';
import { randomStream } from '../../core/random';
import { bilinear } from '../bilinear';
import { meanGrays } from '../inputs';
import { rowOf, sweep } from '../sweep';
import { probabilitiesOf, targetValues } from '../target-weights';
import type { SaliencyMethod } from './method';
import type { Question } from './question';

export interface RiseOptions {
  /** Number of masks, ≥ 1. @default 2000 */
  readonly masks?: number;
  /** Cells of a mask along each side, ≥ 1. @default 7 */
  readonly cells?: number;
  /** Share of the cells that show the image, in (0, 1). @default 0.5 */
  readonly shown?: number;
  /** Seed of the masks. @default 0 */
  readonly seed?: number;
}

/**
 * RISE (Petsiuk, Das and Saenko 2018, arXiv 1806.07421): the mean of random soft masks, each weighted by the
 * probability of the target for the masked image. Hidden parts fade to the image's mean gray. Needs no gradients. All
 * images share the same masks.
 */
export const rise: SaliencyMethod<RiseOptions> = {
  label: 'RISE',
  heat: 'above',
  passes: 'hundreds',
  sums: false,
  options: {
    masks: integer(2000, 1),
    cells: integer(7, 1),
    shown: number(0.5, 'in (0, 1)', (share) => share > 0 && share < 1),
    seed: integer(0, 0),
  },
  explain: meanMasks,
};

async function meanMasks(question: Question, options: Required<RiseOptions>): Promise<Float32Array> {
  const { probe, images, weights } = question;
  const { area, classes, size } = probe;
  const { masks: each, shown } = options;
  const masks = drawMasks(each, size, options);
  const grays = meanGrays(images, area);
  const maps = new Float32Array(images.length);
  await sweep(
    {
      probe,
      images,
      weights,
      each,
      make: (image, out, j, i) => {
        const mask = rowOf(masks, j, area);
        for (let k = 0; k < area; k++) out[k] = grays[i] + mask[k] * (image[k] - grays[i]);
      },
    },
    (batch, targets) => targetValues(targets, probabilitiesOf(probe.logits(batch), classes), classes),
    ([value], j, i) => {
      const mask = rowOf(masks, j, area);
      for (let k = 0; k < area; k++) maps[i * area + k] += (value * mask[k]) / (each * shown);
    },
    question,
  );
  return maps;
}

/**
 * Random grids of shown and hidden cells, enlarged bilinearly and cropped at a random position, `[count, size, size]`.
 */
export function drawMasks(
  count: number,
  size: number,
  { cells, shown, seed }: Required<Omit<RiseOptions, 'masks'>>,
): Float32Array {
  const cell = Math.ceil(size / cells);
  const width = (cells + 1) * cell;
  const grid = new Float32Array((cells + 1) ** 2);
  const large = new Float32Array(width ** 2);
  const masks = new Float32Array(count * size ** 2);
  for (let j = 0; j < count; j++) {
    const random = randomStream(seed, j);
    for (let k = 0; k < grid.length; k++) grid[k] = random.chance(shown) ? 1 : 0;
    const top = Math.floor(random.between(0, cell));
    const left = Math.floor(random.between(0, cell));
    bilinear(grid, { height: cells + 1, width: cells + 1 }, large, width);
    const mask = rowOf(masks, j, size ** 2);
    for (let y = 0; y < size; y++) {
      const from = (top + y) * width + left;
      mask.set(large.subarray(from, from + size), y * size);
    }
  }
  return masks;
}
