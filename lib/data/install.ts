import { cpSync, existsSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { removeAbandoned } from '../core/changes';
import { InputError } from '../core/errors';
import { printable } from '../core/excerpt';
import { draftOf, makeFolder, ROOT, syncAll, syncPath } from '../core/files';
import { loadCkPlus } from './ckplus';
import { loadFer2013 } from './fer2013';
import { isFerPlus, loadFerPlus } from './ferplus';
import { filesAt } from './files/open';
import { DATASETS } from './load-dataset';
import { describeCounts, noticesOf } from './notices';
import { departure } from './official';
import { inOfficialOrder } from './official-order';

/** Data sets that can be installed, each in its own folder of `datasets/`. */
export const INSTALLABLE = ['fer2013', 'ckplus', 'ferplus'] as const;
export type Installable = (typeof INSTALLABLE)[number];

export interface InstallOptions {
  /** The data set at the path. @default recognised by content */
  readonly dataset?: Installable;
  /** The folder of all data sets. @default `datasets/` */
  readonly into?: string;
  /** Receives messages of one line about the data. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Copies a download unchanged to `datasets/` after reading and checking all of it, atomically.
 *
 * @param path file, archive or folder
 * @returns its new folder
 * @throws {InputError} if it is damaged, or if the target already contains data
 */
export async function install(path: string, options: InstallOptions = {}): Promise<string> {
  const { into = DATASETS, onNotice } = options;
  const dataset = options.dataset ?? (await recogniseDataset(path));
  const place = join(into, dataset);
  if (existsSync(place) && readdirSync(place).length > 0) throw occupied(place);
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
  const lines = [`${dataset} (${printable(form)}): ${describeCounts(data)}`];
  if (dataset === 'fer2013')
    lines.push(departure(inOfficialOrder(data)) ?? 'every image, label and split is that of the official fer2013.csv');
  return [...lines, ...noticesOf(loaded).map((notice) => `${dataset}: ${notice}`)];
}

/** Recognised by FER+'s header, or by the subjects in CK+'s file names; otherwise FER2013. */
async function recogniseDataset(path: string): Promise<Installable> {
  for await (const file of filesAt(path)) {
    if (/^S\d{3}_\d{3}_\d+\.png$/.test(file.name)) return 'ckplus';
    if (/\.csv(\.gz)?$/i.test(file.name) && isFerPlus(await file.head(100))) return 'ferplus';
  }
  return 'fer2013';
}

/** Replaces only an empty folder, so that data installed meanwhile are kept. */
function copyWhole(path: string, place: string): void {
  const target = existsSync(place) ? realpathSync(place) : place; // keeps a link to another disk
  makeFolder(dirname(target));
  removeAbandoned(dirname(target));
  const draft = draftOf(target);
  try {
    makeFolder(draft);
    cpSync(path, join(draft, basename(path)), { recursive: true, dereference: true });
    syncAll(draft);
    if (existsSync(target)) rmdirSync(target);
    renameSync(draft, target);
    syncPath(dirname(target));
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const { code = '' } = error as NodeJS.ErrnoException;
    throw code === 'ENOTEMPTY' || code === 'EEXIST' ? occupied(place) : error;
  }
}

function occupied(place: string): InputError {
  return new InputError(relative(ROOT, place), 'not empty', 'must be moved away or removed first');
}
