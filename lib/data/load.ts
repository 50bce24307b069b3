import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../errors';
import { ROOT } from '../files';
import { type Dataset, indicesOf, SPLITS } from './dataset';
import { drawFaces } from './faces';
import { loadFer2013 } from './fer2013';

/** Where the data lies, a folder a data set. */
export const DATASETS = join(ROOT, 'datasets');

export interface LoadOptions {
  /** `fer2013` or `faces`, which are drawn. @default fer2013 where it is installed, else faces */
  readonly dataset?: string;
  /** File, archive or folder with the data, in any of its forms, from the project's root on. @default the data set's own place below `datasets/` */
  readonly path?: string;
  /** Of drawn faces: a whole number from 0 to 2³² − 1. @default 0 */
  readonly seed?: number;
  /** Told once what was found, in a line. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Loads a data set.
 * @throws {InputError} where it is missing or broken: one line that names the file, the line and the fault
 */
export async function load(options: LoadOptions = {}): Promise<Dataset> {
  const { path = '', seed, onNotice } = options;
  const dataset = options.dataset || (path !== '' || isInstalled('fer2013') ? 'fer2013' : 'faces');
  if (!options.dataset && dataset === 'faces')
    onNotice?.('datasets/fer2013 is empty, so these are drawn faces; datasets/README.md tells how to bring FER2013');
  if (dataset === 'faces') return drawFaces({ seed });
  if (dataset !== 'fer2013') throw new InputError('dataset', dataset, 'must be fer2013 or faces');
  const { data, form, merged } = await loadFer2013(path === '' ? installed(dataset) : resolve(ROOT, path));
  onNotice?.(`${data.name} (${form}): ${describeCounts(data)}`);
  if (merged) onNotice?.(MERGED);
  return data;
}

const MERGED =
  'its test split merges PublicTest and PrivateTest; all of it stands in PublicTest, which leaves none to report on';

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
