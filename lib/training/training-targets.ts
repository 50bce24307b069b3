import { InputError } from '../core/errors';
import type { Dataset } from '../data/dataset';
import { givenTargets, smoothed, votedTargets } from '../data/label-targets';
import { readInstalledFerPlus } from '../data/load-dataset';
import type { Hyperparameters } from './hyperparameters';

/**
 * Target probabilities of each image, `[n, classes]`; rows sum to 1.
 * @throws {InputError} if FER+'s votes are required but not installed, or do not cover these images
 */
export function trainingTargets(data: Dataset, { labels, label_smoothing }: Hyperparameters): Float32Array {
  const targets = labels === 'given' ? givenTargets(data) : votes(data);
  return smoothed(targets, data.classes.length, label_smoothing);
}

function votes(data: Dataset): Float32Array {
  const ferPlus = data.name === 'fer2013' ? readInstalledFerPlus() : undefined;
  if (ferPlus) return votedTargets(data, ferPlus);
  const way = "needs dataset=fer2013 and FER+'s fer2013new.csv in datasets/ferplus: npm run data -- FILE installs it";
  throw new InputError('labels', 'ferplus', way);
}
