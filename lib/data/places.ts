import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';

/** Folder of the data sets, one folder each. */
export const DATASETS = join(ROOT, 'datasets');

/** The folder of a data set below `datasets/`. */
export function placeBelow(name: string): string {
  return join(DATASETS, name);
}

/** Whether `datasets/` holds anything for a data set. */
export function isInstalled(name: string): boolean {
  return firstFile(placeBelow(name)) !== undefined;
}

/**
 * The place of an installed data set.
 * @throws {InputError} if it is empty
 */
export function installed(name: string): string {
  if (isInstalled(name)) return placeBelow(name);
  const way = 'must contain the data (see datasets/README.md); dataset=faces needs none';
  throw new InputError(`datasets/${name}`, 'empty', way);
}

/** The one file of an installed data set. @throws {InputError} if there is none */
export function installedFile(name: string): string {
  return join(installed(name), firstFile(placeBelow(name))!);
}

function firstFile(folder: string): string | undefined {
  return existsSync(folder) ? readdirSync(folder).find((name) => !name.startsWith('.')) : undefined;
}
