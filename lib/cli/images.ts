import { resolve } from 'node:path';
import type { Dataset } from '../data/dataset';
import { type FerPlus, loadFerPlus } from '../data/ferplus';
import { installedFerPlus, load } from '../data/load';
import { ROOT } from '../files';
import type { Hyperparameters } from '../training/hyperparameters';

/** The images that a run's settings name. What was found is told in a line. */
export function loadFor({ dataset, path, seed }: Hyperparameters): Promise<Dataset> {
  return load({ dataset, path, seed, onNotice: console.log });
}

/** FER+'s votes from the key `ferplus`, else those that are installed, where the data is FER2013. */
export function ferPlusFor(data: Dataset, values: ReadonlyMap<string, string>): FerPlus | undefined {
  const path = values.get('ferplus');
  return path === undefined ? installedFerPlus(data) : loadFerPlus(resolve(ROOT, path));
}
