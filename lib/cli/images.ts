import { resolve } from 'node:path';
import { ROOT } from '../core/files';
import type { Dataset } from '../data/dataset';
import { type FerPlus, loadFerPlus } from '../data/ferplus';
import { installedFerPlus, load } from '../data/load-dataset';
import { type DataPlace, dataOptions } from '../training/data-shape';

/** Loads the images of a classifier's data set and prints a summary. */
export function loadFor(place: DataPlace): Promise<Dataset> {
  return load({ ...dataOptions(place), onNotice: console.log });
}

/** FER+ votes from a file, or the installed ones; prints a line if these do not belong to the images. */
export function ferPlusFor(data: Dataset, path: string | undefined): FerPlus | undefined {
  return path === undefined ? installedFerPlus(data, { onNotice: console.log }) : loadFerPlus(resolve(ROOT, path));
}
