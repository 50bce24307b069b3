import { resolve } from 'node:path';
import type { Dataset } from '../data/dataset';
import { type FerPlus, loadFerPlus } from '../data/ferplus';
import { installedFerPlus, load } from '../data/load';
import { InputError } from '../errors';
import { imagesOf } from '../evaluation/images';
import { ROOT } from '../files';
import type { Hyperparameters } from '../training/hyperparameters';
import type { RunSettings } from '../training/run';

/** The images that a run's settings name. What was found is told in a line. */
export function loadFor({ dataset, path, seed }: Hyperparameters): Promise<Dataset> {
  return load({ dataset, path, seed, onNotice: console.log });
}

/**
 * The images that a run was trained on, for its galleries; where they are not at hand, a line says so and there are none.
 *
 * @param path where they lie now, if elsewhere
 * @throws {InputError} for a `path` that holds none
 */
export async function imagesAtHand(run: RunSettings, path = run.options.path): Promise<Dataset | undefined> {
  try {
    return imagesOf(run, await loadFor({ ...run.options, path }));
  } catch (error) {
    if (path !== run.options.path || !(error instanceof InputError)) throw error;
    console.log(`no galleries: ${error.message}`);
    return undefined;
  }
}

/** FER+'s votes from the key `ferplus`, else those that are installed; a line says so if these are not on the images. */
export function ferPlusFor(data: Dataset, values: ReadonlyMap<string, string>): FerPlus | undefined {
  const path = values.get('ferplus');
  return path === undefined ? installedFerPlus(data, { onNotice: console.log }) : loadFerPlus(resolve(ROOT, path));
}
