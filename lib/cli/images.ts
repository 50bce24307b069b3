import { resolve } from 'node:path';
import { type Dataset, hash, limited } from '../data/dataset';
import { type FerPlus, loadFerPlus } from '../data/ferplus';
import { installedFerPlus, load } from '../data/load';
import { InputError } from '../errors';
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
export async function imagesAtHand({ options, dataHash }: RunSettings, path?: string): Promise<Dataset | undefined> {
  try {
    const data = limited(await loadFor({ ...options, path: path ?? options.path }), options.limit);
    if (dataHash === undefined || hash(data) === dataHash) return data;
    throw new InputError('dataset', data.name, 'must hold the images that the run was trained on');
  } catch (error) {
    if (path !== undefined || !(error instanceof InputError)) throw error;
    console.log(`no galleries: ${error.message}`);
    return undefined;
  }
}

/** FER+'s votes from the key `ferplus`, else those that are installed, where the data is FER2013. */
export function ferPlusFor(data: Dataset, values: ReadonlyMap<string, string>): FerPlus | undefined {
  const path = values.get('ferplus');
  return path === undefined ? installedFerPlus(data) : loadFerPlus(resolve(ROOT, path));
}
