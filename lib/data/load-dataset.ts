import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../core/errors';
import { printable } from '../core/excerpt';
import { ROOT } from '../core/files';
import { loadCkPlus } from './ckplus';
import type { Dataset } from './dataset';
import { drawFaces } from './faces';
import { loadFer2013 } from './fer2013';
import { type FerPlus, loadFerPlus, votesOf } from './ferplus';
import { loadFolder } from './folder';
import type { OnProgress } from './forms/images';
import type { Loader } from './forms/loaded';
import { describeCounts, noticesOf } from './notices';
import { departure } from './official';
import { inOfficialOrder } from './official-order';
import { parsedOnce } from './parsed-cache';

/** The folder of all data sets. */
export const DATASETS = join(ROOT, 'datasets');

export interface LoadOptions {
  /**
   * `fer2013`, `ckplus`, `faces` (which are drawn), or a folder of images, relative to the project's root. `auto` is
   * FER2013 if a path is given or it is installed, otherwise the drawn faces.
   * @default 'auto'
   */
  readonly dataset?: string;
  /**
   * File, archive or folder with the data, in any of its forms, relative to the project's root.
   * @default the data set's folder in `datasets/`
   */
  readonly path?: string;
  /** Seed of drawn faces: an integer from 0 to 2³² − 1. @default 0 */
  readonly seed?: number;
  /** Receives a summary, and one line for each thing that was skipped, assumed or is not official. */
  readonly onNotice?: (line: string) => void;
  readonly onProgress?: OnProgress;
}

/**
 * Loads a data set.
 * @throws {InputError} if it is missing or damaged; the message names file, line and fault
 */
export async function load(options: LoadOptions = {}): Promise<Dataset> {
  const { dataset: given = 'auto', path = '', seed, onNotice, onProgress } = options;
  const dataset = given !== 'auto' ? given : path !== '' || isInstalled('fer2013') ? 'fer2013' : 'faces';
  if (given === 'auto' && dataset === 'faces')
    onNotice?.(
      'datasets/fer2013 is empty, so these are drawn faces; datasets/README.md describes how to install FER2013',
    );
  if (dataset === 'faces') {
    if (path !== '') throw new InputError('path', path, 'must not be given with dataset=faces, which are drawn');
    return drawFaces({ seed });
  }
  const place = placeOf(dataset, path);
  const loaded = await parsedOnce(dataset, place, () => loaderOf(dataset)(place, onProgress));
  const { data: read, form } = loaded;
  const name = printable(read.name);
  onNotice?.(`${name} (${printable(form)}): ${describeCounts(read)}`);
  const data = dataset === 'fer2013' ? inOfficialOrder(read) : read;
  const moved = data.images === read.images ? undefined : 'sorted like the official fer2013.csv, by pixels';
  for (const notice of [moved, dataset === 'fer2013' ? departure(data) : undefined, ...noticesOf(loaded)])
    if (notice) onNotice?.(`${name}: ${notice}`);
  return data;
}

function loaderOf(dataset: string): Loader {
  return dataset === 'fer2013' ? loadFer2013 : dataset === 'ckplus' ? loadCkPlus : loadFolder;
}

function placeOf(dataset: string, path: string): string {
  if (path !== '') return resolve(ROOT, path);
  if (dataset === 'fer2013' || dataset === 'ckplus') return installed(dataset);
  const folder = resolve(ROOT, dataset);
  if (existsSync(folder)) return folder;
  throw new InputError('dataset', dataset, 'must be fer2013, ckplus, faces or a folder of images');
}

/** Whether `datasets/` contains a data set. */
export function isInstalled(dataset: string): boolean {
  const folder = join(DATASETS, dataset);
  return existsSync(folder) && readdirSync(folder).some((name) => !name.startsWith('.'));
}

function installed(dataset: string): string {
  if (isInstalled(dataset)) return join(DATASETS, dataset);
  const way = 'must contain the data (see datasets/README.md); dataset=faces needs none';
  throw new InputError(`datasets/${dataset}`, 'empty', way);
}

export interface InstalledOptions {
  /** The folder of all data sets. @default `datasets/` */
  readonly from?: string;
  /** Receives a line if FER+ is installed but has no votes for some of the images. */
  readonly onNotice?: (line: string) => void;
}

/**
 * FER+'s votes, if they are installed in `datasets/ferplus` and the data are FER2013 with the same pixels.
 * @throws {InputError} if the installed file is damaged
 */
export function installedFerPlus(data: Dataset, options: InstalledOptions = {}): FerPlus | undefined {
  const { from, onNotice } = options;
  const ferplus = data.name === 'fer2013' ? readInstalledFerPlus(from) : undefined;
  try {
    if (ferplus) votesOf(data, ferplus);
    return ferplus;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onNotice?.(`skipped: ${error.message}`);
    return undefined;
  }
}

/**
 * The votes installed in `datasets/ferplus`, for any data.
 * @throws {InputError} if the file is damaged
 */
export function readInstalledFerPlus(from = DATASETS): FerPlus | undefined {
  const folder = join(from, 'ferplus');
  const file = existsSync(folder) ? readdirSync(folder).find((entry) => !entry.startsWith('.')) : undefined;
  return file === undefined ? undefined : loadFerPlus(join(folder, file));
}
