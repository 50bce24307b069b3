import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { InputError } from '../errors';
import { ROOT } from '../files';
import { loadCkPlus } from './ckplus';
import { loadFer2013 } from './fer2013';
import { isFerPlus, loadFerPlus } from './ferplus';
import { filesAt } from './files/open';
import { DATASETS } from './load';
import { describeCounts, noticesOf } from './notices';
import { departure } from './official';
import { inOfficialOrder } from './official-order';

/** What can be installed: a folder below `datasets/` each. */
export const INSTALLABLE = ['fer2013', 'ckplus', 'ferplus'] as const;
export type Installable = (typeof INSTALLABLE)[number];

export interface InstallOptions {
  /** What the path holds. @default told by its content */
  readonly dataset?: Installable;
  /** Where the data sets lie. @default `datasets/` */
  readonly into?: string;
  /** Told what was found, line by line. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Copies what was downloaded into `datasets/`, as it is, after reading and checking all of it: whole or not at all.
 *
 * @param path file, archive or folder
 * @returns the folder where it is now
 * @throws {InputError} where it is broken, or where there is data already
 */
export async function install(path: string, options: InstallOptions = {}): Promise<string> {
  const { into = DATASETS, onNotice } = options;
  const dataset = options.dataset ?? (await recogniseDataset(path));
  const place = join(into, dataset);
  if (existsSync(place) && readdirSync(place).length > 0)
    throw new InputError(relative(ROOT, place), 'not empty', 'must be moved away or removed first');
  for (const line of await check(path, dataset)) onNotice?.(line);
  copyWhole(path, place);
  return place;
}

async function check(path: string, dataset: Installable): Promise<string[]> {
  if (dataset === 'ferplus') {
    loadFerPlus(path);
    return ['FER+: votes on every image of FER2013'];
  }
  const loaded = await (dataset === 'ckplus' ? loadCkPlus : loadFer2013)(path);
  const { data, form } = loaded;
  const lines = [`${dataset} (${form}): ${describeCounts(data)}`];
  if (dataset === 'fer2013')
    lines.push(departure(inOfficialOrder(data)) ?? 'every image, label and split is that of the official fer2013.csv');
  return [...lines, ...noticesOf(loaded).map((notice) => `${dataset}: ${notice}`)];
}

/** By the header of FER+, or by the subjects in the picture names of CK+; else it is taken for FER2013. */
async function recogniseDataset(path: string): Promise<Installable> {
  for await (const file of filesAt(path)) {
    if (/^S\d{3}_\d{3}_\d+\.png$/.test(file.name)) return 'ckplus';
    if (/\.csv(\.gz)?$/i.test(file.name) && isFerPlus(await file.head(100))) return 'ferplus';
  }
  return 'fer2013';
}

function copyWhole(path: string, place: string): void {
  const partial = join(place, '..', `.${basename(place)}.partial`);
  rmSync(partial, { recursive: true, force: true }); // what a copy that was killed left
  try {
    mkdirSync(partial, { recursive: true });
    cpSync(path, join(partial, basename(path)), { recursive: true, dereference: true });
    rmSync(place, { recursive: true, force: true });
    renameSync(partial, place);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}
