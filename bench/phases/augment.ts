import type { Crops } from '../../lib/data/augment/augmentations';
import { alternated, type Phase } from '../harness/phase';
import { ours, peer } from '../harness/worker';

const IMAGES = 256;

/** The original study's augmentation against torchvision over PIL, on one core. */
const augment = (crops: Crops, what: string): Phase => ({
  what: `augmentation of ${IMAGES} images, ${what}, one core`,
  goal: { times: 20 },
  steps: 5,
  threads: 1,
  measure: (options) =>
    alternated([ours('fer-lab', 'augment', IMAGES, crops), peer('torchvision', 'augment', IMAGES, crops)], options, 2),
});

export const augmentOne = augment('random', 'one crop each');
export const augmentTen = augment('ten', 'ten crops each');
