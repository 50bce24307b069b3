import { resolve } from 'node:path';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';
import type { Dataset } from '../data/dataset';
import { type FerPlus, loadFerPlus } from '../data/ferplus';
import { installedFerPlus, load } from '../data/load-dataset';
import type { ClassifierSettings } from '../evaluation/classifiers/settings';
import { imagesOf } from '../evaluation/same-images';
import { type DataPlace, dataOptions } from '../training/data-shape';

/** Loads the images of a classifier's data set and prints a summary. */
export function loadFor(place: DataPlace): Promise<Dataset> {
  return load({ ...dataOptions(place), onNotice: console.log });
}

/**
 * A run's images, for its galleries. If they are not available, prints a line and returns undefined.
 *
 * @param path their current path, if they were moved
 * @throws {InputError} for a `path` without the data
 */
export async function imagesAtHand(
  { data: place, run }: ClassifierSettings,
  path = place.path,
): Promise<Dataset | undefined> {
  try {
    const data = await loadFor({ ...place, path });
    return run ? imagesOf(run, data) : data;
  } catch (error) {
    if (path !== place.path || !(error instanceof InputError)) throw error;
    console.log(`no galleries: ${error.message}`);
    return undefined;
  }
}

/** FER+ votes from a file, or the installed ones; prints a line if these do not belong to the images. */
export function ferPlusFor(data: Dataset, path: string | undefined): FerPlus | undefined {
  return path === undefined ? installedFerPlus(data, { onNotice: console.log }) : loadFerPlus(resolve(ROOT, path));
}
