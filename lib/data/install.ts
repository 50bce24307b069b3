import { cpSync, existsSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { removeAbandoned } from '../core/drafts';
import { InputError } from '../core/errors';
import { printable } from '../core/excerpt';
import { draftOf, makeFolder, ROOT, syncAll, syncPath } from '../core/files';
import { datasetSources } from './dataset-sources';
import { type Contents, contentsOf } from './forms/contents';
import { describeCounts, noticesOf } from './notices';
import { DATASETS } from './places';

export interface InstallOptions {
  /** The data set at the path. @default recognised by content, otherwise FER2013 */
  readonly dataset?: string;
  /** The folder of all data sets. @default `datasets/` */
  readonly into?: string;
  /** Receives messages of one line about the data. */
  readonly onNotice?: (line: string) => void;
}

/** The data sets that have files. */
export function installable(): string[] {
  return datasetSources.names().filter((name) => datasetSources.get(name).draw === undefined);
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
  const contents = await contentsOf(path); // once, since it unpacks archives
  const dataset = options.dataset ?? recogniseDataset(contents);
  const place = join(into, datasetSources.get(dataset).place ?? dataset);
  if (existsSync(place) && readdirSync(place).length > 0) throw occupied(place);
  for (const line of await check(path, dataset, contents)) onNotice?.(line);
  copyWhole(path, place);
  return place;
}

async function check(path: string, dataset: string, contents: Contents): Promise<readonly string[]> {
  const source = datasetSources.get(dataset);
  if (source.check) return source.check(path);
  const loaded = await source.load(path, { contents });
  const { data, form } = loaded;
  const lines = [`${dataset} (${printable(form)}): ${describeCounts(data)}`];
  if (source.departure)
    lines.push(
      source.departure(source.ordered?.(data) ?? data) ?? 'every image, label and split is that of the official file',
    );
  return [...lines, ...noticesOf(loaded).map((notice) => `${dataset}: ${notice}`)];
}

/** The first data set that recognises the files as its own; FER2013, which has many forms, if none does. */
function recogniseDataset(contents: Contents): string {
  const recognised = datasetSources.names().find((name) => datasetSources.get(name).recognises?.(contents));
  return recognised ?? 'fer2013';
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
