import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../core/errors';
import { printable } from '../core/excerpt';
import { ROOT } from '../core/files';
import { count, type Dataset, SIZE } from './dataset';
import type { DatasetSource, ReadOptions } from './dataset-source';
import { datasetSources } from './dataset-sources';
import { type FerPlus, loadFerPlus, votesOf } from './ferplus';
import { loadFolder } from './folder';
import type { Loaded } from './forms/loaded';
import { describeCounts, noticesOf } from './notices';
import { parsedOnce } from './parsed-cache';
import { DATASETS, installed, isInstalled } from './places';
import { resized } from './resize';

export interface LoadOptions extends Omit<ReadOptions, 'contents'> {
  /**
   * A data set by its name (`fer2013`, `ferplus`, `ckplus`, `rafdb`, `affectnet`, `faces`, or your own), or a folder of
   * images, relative to the project's root. `auto` is FER2013 if a path is given or it is installed, otherwise the
   * drawn faces.
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
}

/**
 * Loads a data set.
 * @throws {InputError} if it is missing or damaged; the message names file, line and fault
 */
export async function load(options: LoadOptions = {}): Promise<Dataset> {
  const { dataset: given = 'auto', path = '', seed = 0, onNotice, ...others } = options;
  const read = others.evaluationOnly ? { ...others, val: 0, test: 0 } : others;
  const dataset = usedDataset(given, path);
  if (given === 'auto' && dataset === 'faces')
    onNotice?.(
      'datasets/fer2013 is empty, so these are drawn faces; datasets/README.md describes how to install FER2013',
    );
  const { val = 0.1, test = 0.1 } = read;
  if (!(val >= 0 && test >= 0 && val + test < 1))
    throw new InputError('val', val, 'must be ≥ 0, and below 1 with test');
  const source = sourceOf(dataset);
  const once = readerOf(dataset, source);
  if (source?.draw && path === '') {
    const { draw } = source;
    const { data } = await once(JSON.stringify([dataset, seed]), RANDOM, () => drawn(draw, seed));
    return checked(data, dataset, read);
  }
  const place = placeOf(dataset, path, source);
  const parse = async () => compared(await (source?.load ?? loadFolder)(place, read), source);
  const loaded = await once(readingOf(dataset, read), place, parse);
  const name = printable(loaded.data.name);
  onNotice?.(`${name} (${printable(loaded.form)}): ${describeCounts(loaded.data)}`);
  const data = checked(loaded.data, dataset, read);
  for (const notice of noticesOf(loaded, read)) onNotice?.(`${name}: ${notice}`);
  return data;
}

/** The data in the order of the official copy, with notices about how they differ from it. */
function compared(loaded: Loaded, source: DatasetSource | undefined): Loaded {
  const data = source?.ordered?.(loaded.data) ?? loaded.data;
  const isMoved = data.images !== loaded.data.images;
  const moved = isMoved ? 'sorted like the official fer2013.csv, by pixels' : undefined;
  const found = [moved, source?.departure?.(data)].filter((notice) => notice !== undefined);
  return { ...loaded, data, notices: [...found, ...loaded.notices] };
}

/** What images are drawn from besides the code in `lib/data`. */
const RANDOM = join(ROOT, 'lib', 'core', 'random.ts');

/** The images of a data set without files, in the form of those that are read. */
async function drawn(draw: NonNullable<DatasetSource['draw']>, seed: number): Promise<Loaded> {
  return { data: draw(seed), form: 'drawn', notices: [] };
}

/** How a data set is read: once for all processes, unless it is the user's, whose code may change. */
function readerOf(dataset: string, source: DatasetSource | undefined): typeof parsedOnce {
  const isOwn = source !== undefined && datasetSources.origin(dataset) !== 'project';
  return isOwn ? (_reading, _place, parse) => parse() : parsedOnce;
}

/** The name of the data set that `auto` selects; any other name is returned unchanged. */
export function usedDataset(dataset: string, path = ''): string {
  if (dataset !== 'auto') return dataset;
  return path !== '' || isInstalled('fer2013') ? 'fer2013' : 'faces';
}

/** Everything that decides how a path is read. */
function readingOf(
  dataset: string,
  { classes, image_size, val, test, split_seed, evaluationOnly }: ReadOptions,
): string {
  return JSON.stringify([
    dataset,
    classes,
    image_size,
    val,
    test,
    split_seed,
    ...(evaluationOnly ? ['evaluation'] : []),
  ]);
}

/** @throws {InputError} for a number of classes, or for training an image size, that the data set does not have */
function checked(data: Dataset, dataset: string, options: ReadOptions): Dataset {
  const { classes = 0, image_size = 0, evaluationOnly = false } = options;
  if (count(data) === 0) throw new InputError('dataset', dataset, 'must contain images');
  if (classes !== 0 && classes !== data.classes.length)
    throw new InputError('classes', classes, `must be ${data.classes.length}, as ${printable(dataset)} has, or 0`);
  if (image_size !== 0 && image_size !== data.size && evaluationOnly) return resized(data, image_size);
  if (image_size !== 0 && image_size !== data.size)
    throw new InputError('image_size', image_size, `must be ${SIZE} for ${printable(dataset)}, or 0`);
  return data;
}

/** The data set of that name; undefined for a folder. */
export function sourceOf(dataset: string): DatasetSource | undefined {
  const origin = datasetSources.origin(dataset);
  const isFile = origin === 'file' && /\.[cm]?[jt]s$/.test(dataset);
  return origin === 'project' || origin === 'process' || isFile ? datasetSources.get(dataset) : undefined;
}

function placeOf(dataset: string, path: string, source: DatasetSource | undefined): string {
  if (path !== '') return resolve(ROOT, path);
  if (source) return installed(source.place ?? dataset);
  const folder = resolve(ROOT, dataset);
  if (existsSync(folder)) return folder;
  throw new InputError('dataset', dataset, `must be auto, ${datasetSources.names().join(', ')} or a folder of images`);
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
