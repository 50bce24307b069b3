import { resolve } from 'node:path';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';
import type { Dataset } from '../data/dataset';
import { type FerPlus, loadFerPlus } from '../data/ferplus';
import { installedFerPlus, load } from '../data/load-dataset';
import { imagesOf } from '../evaluation/same-images';
import { dataOptions } from '../training/data-shape';
import type { Hyperparameters } from '../training/hyperparameters';
import type { RunSettings } from '../training/run-folder';

/** Loads the images of a run's data set and prints a summary. */
export function loadFor(settings: Hyperparameters): Promise<Dataset> {
  return load({ ...dataOptions(settings), onNotice: console.log });
}

/**
 * A run's images, for its galleries. If they are not available, prints a line and returns undefined.
 *
 * @param path their current path, if they were moved
 * @throws {InputError} for a `path` without the data
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

/** FER+ votes from a file, or the installed ones; prints a line if these do not belong to the images. */
export function ferPlusFor(data: Dataset, path: string | undefined): FerPlus | undefined {
  return path === undefined ? installedFerPlus(data, { onNotice: console.log }) : loadFerPlus(resolve(ROOT, path));
}
