import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../errors';
import { ROOT } from '../files';
import { count, type Dataset, SPLITS, select } from './dataset';
import { drawFaces } from './faces';
import { loadFer2013 } from './fer2013';

/** Where the data lies, a folder a data set. */
export const DATASETS = join(ROOT, 'datasets');

export interface LoadOptions {
  /** `fer2013` or `faces`, which are drawn. @default fer2013 where it is installed, else faces */
  readonly dataset?: string;
  /** File with the data, from the project's root on. @default the data set's own place below `datasets/` */
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
export async function load(options: LoadOptions): Promise<Dataset> {
  const { path, seed, onNotice } = options;
  const dataset = options.dataset || (path || isInstalled('fer2013') ? 'fer2013' : 'faces');
  if (!options.dataset && dataset === 'faces')
    onNotice?.('datasets/fer2013 is empty, so these are drawn faces; datasets/README.md tells how to bring FER2013');
  const data = dataset === 'faces' ? drawFaces({ seed }) : await loadFrom(dataset, path);
  onNotice?.(`${data.name}: ${describeCounts(data)}`);
  return data;
}

/** The size of each split, as `28,709 Training, 3,589 PublicTest, 3,589 PrivateTest`. */
export function describeCounts(dataset: Dataset): string {
  return SPLITS.map((split) => `${count(select(dataset, split)).toLocaleString('en')} ${split}`).join(', ');
}

async function loadFrom(dataset: string, path = ''): Promise<Dataset> {
  if (dataset !== 'fer2013') throw new InputError('dataset', dataset, 'must be fer2013 or faces');
  return loadFer2013(path === '' ? installed(dataset) : resolve(ROOT, path));
}

function installed(dataset: string): string {
  const found = candidates(dataset).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const way = `must hold ${dataset}.csv (see datasets/README.md); dataset=faces needs no file`;
  throw new InputError(`datasets/${dataset}`, 'empty', way);
}

function isInstalled(dataset: string): boolean {
  return candidates(dataset).some((path) => existsSync(path));
}

function candidates(dataset: string): string[] {
  return [`${dataset}.csv`, `${dataset}.csv.gz`].map((name) => join(DATASETS, dataset, name));
}
