import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../errors';
import { printable } from '../excerpt';
import { ROOT } from '../files';
import { loadCkPlus } from './ckplus';
import { type Dataset, indicesOf, SPLITS } from './dataset';
import { drawFaces } from './faces';
import { loadFer2013 } from './fer2013';
import { type FerPlus, loadFerPlus } from './ferplus';
import { loadFolder } from './folder';
import type { Loader } from './forms/load';
import type { OnProgress } from './forms/pictures';
import { departure } from './official';

/** Where the data lies, a folder a data set. */
export const DATASETS = join(ROOT, 'datasets');

export interface LoadOptions {
  /**
   * `fer2013`, `ckplus`, `faces` (which are drawn), or a folder of images, from the project's root on. `auto` is FER2013
   * where a path is given or it is installed, else the drawn faces.
   * @default 'auto'
   */
  readonly dataset?: string;
  /**
   * File, archive or folder with the data, in any of its forms, from the project's root on.
   * @default the data set's own place below `datasets/`
   */
  readonly path?: string;
  /** Of drawn faces: a whole number from 0 to 2³² − 1. @default 0 */
  readonly seed?: number;
  /** Told what was found: in a line, and in more where a copy is not the official one or its splits need words. */
  readonly onNotice?: (line: string) => void;
  readonly onProgress?: OnProgress;
}

/**
 * Loads a data set.
 * @throws {InputError} where it is missing or broken: one line that names the file, the line and the fault
 */
export async function load(options: LoadOptions = {}): Promise<Dataset> {
  const { dataset: asked = 'auto', path = '', seed, onNotice, onProgress } = options;
  const dataset = asked !== 'auto' ? asked : path !== '' || isInstalled('fer2013') ? 'fer2013' : 'faces';
  if (asked === 'auto' && dataset === 'faces')
    onNotice?.('datasets/fer2013 is empty, so these are drawn faces; datasets/README.md tells how to bring FER2013');
  if (dataset === 'faces') {
    if (path !== '') throw new InputError('path', path, 'must not be given with dataset=faces, which are drawn');
    return drawFaces({ seed });
  }
  const { data, form, warning } = await loaderOf(dataset)(placeOf(dataset, path), onProgress);
  const name = printable(data.name);
  onNotice?.(`${name} (${form}): ${describeCounts(data)}`);
  for (const notice of [dataset === 'fer2013' ? departure(data) : undefined, warning])
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

/** The size of each split, as `28,709 Training, 3,589 PublicTest, 3,589 PrivateTest`. */
export function describeCounts(dataset: Dataset): string {
  return SPLITS.map((split) => `${indicesOf(dataset, split).length.toLocaleString('en')} ${split}`).join(', ');
}

/** Whether `datasets/` holds anything for a data set. */
export function isInstalled(dataset: string): boolean {
  const folder = join(DATASETS, dataset);
  return existsSync(folder) && readdirSync(folder).some((name) => !name.startsWith('.'));
}

function installed(dataset: string): string {
  if (isInstalled(dataset)) return join(DATASETS, dataset);
  const way = 'must hold the data (see datasets/README.md); dataset=faces needs none';
  throw new InputError(`datasets/${dataset}`, 'empty', way);
}

/** FER+'s votes on FER2013, where they are installed below `datasets/ferplus`. */
export function installedFerPlus({ name }: Dataset): FerPlus | undefined {
  const folder = join(DATASETS, 'ferplus');
  if (name !== 'fer2013' || !existsSync(folder)) return undefined;
  const file = readdirSync(folder).find((entry) => !entry.startsWith('.'));
  return file === undefined ? undefined : loadFerPlus(join(folder, file));
}
