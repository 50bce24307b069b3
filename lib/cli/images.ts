import type { Dataset } from '../data/dataset';
import { load } from '../data/load';
import type { Hyperparameters } from '../training/hyperparameters';

/** The images that a run's settings name. What was found is told in a line. */
export function loadFor({ dataset, path, seed }: Hyperparameters): Promise<Dataset> {
  return load({ dataset, path, seed, onNotice: console.log });
}
