import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type Changes, changeTogether, completeChanges, type FolderContent } from '../core/changes';
import { InputError } from '../core/errors';
import { OUTPUTS } from '../core/files';
import { LOCK } from '../core/lock';
import type { Split } from '../data/dataset';
import { type EpochRecord, fromCsv, toCsv } from './history';
import { type Hyperparameters, KEYS, storedHyperparameters } from './hyperparameters';
import type { Stretch } from './prolonged';
import { reportSplit, selectionSplit } from './protocol';
import { copyPublishedRun } from './published-run';

const SETTINGS = 'hyperparameters.json';
const HISTORY = 'history.csv';

/** The paths of a run's folder. */
export interface RunFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly evaluation: string;
  readonly figures: string;
}

/** The folder of the run `name`: in `outputs/`, or at `path` itself. Creates nothing. */
export function runFolder(name: string, path = join(OUTPUTS, name)): RunFolder {
  return {
    path,
    checkpoints: join(path, 'checkpoints'),
    evaluation: join(path, 'evaluation'),
    figures: join(path, 'figures'),
  };
}

/** Pointers to checkpoints: files that contain the name of a checkpoint's folder. */
export type Pointer = 'best' | 'last';

/** The checkpoint that a pointer in `checkpoints/` refers to; undefined if there is none. */
export function pointed(folder: string, pointer: Pointer): string | undefined {
  completeChanges(dirname(folder));
  const path = join(folder, pointer);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/**
 * Whether there is a run to open: in the folder, or a published one of that name, which is then copied there.
 */
export function hasRun(folder: RunFolder): boolean {
  return isRun(folder) || copyPublishedRun(folder.path);
}

/** Whether the folder contains a run. */
export function isRun(folder: RunFolder): boolean {
  return existsSync(settingsFile(folder));
}

/**
 * `hyperparameters.json`: the settings, and everything else that the results depend on.
 * @param prolonged parts of the run that had another `n_epochs` @default none
 */
export function settingsContent(
  options: Hyperparameters,
  environment: object,
  prolonged: readonly Stretch[] = [],
): FolderContent {
  const values = { ...options, ...(prolonged.length > 0 ? { prolonged } : {}), ...environment };
  return { [SETTINGS]: `${JSON.stringify(values, null, 2)}\n` };
}

/** The settings of an existing run. */
export interface RunSettings {
  readonly options: Hyperparameters;
  /** The parts of the run with another `n_epochs`, in order; empty unless the run was prolonged. */
  readonly prolonged: readonly Stretch[];
  /** SHA-256 of images, labels and splits; undefined for imported weights, whose data are unknown. */
  readonly dataHash: string | undefined;
  /** Everything else that the results depend on, such as `versions`, by name. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The settings of a run. Its network may be unknown to this process. A published run is copied to
 * `outputs/` first, unless there is a run of that name.
 * @throws {InputError} if there is no such run, or its settings are damaged
 */
export function readSettings(folder: RunFolder): RunSettings {
  completeChanges(folder.path);
  const file = settingsFile(folder);
  if (!hasRun(folder)) throw new InputError('name', folder.path, 'must contain a run; npm run train makes one');
  let values: Record<string, unknown> & { data?: { sha256?: string | null }; prolonged?: Stretch[] };
  try {
    values = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be JSON');
  }
  if (typeof values?.data !== 'object') throw new InputError(file, 'damaged', 'must be settings written by a run');
  const { prolonged = [], ...rest } = values;
  const others = Object.entries(rest).filter(([key]) => !(key in KEYS));
  const environment = Object.fromEntries(others) as RunSettings['environment'];
  return { options: storedOptions(file, values), prolonged, dataHash: values.data.sha256 ?? undefined, environment };
}

function storedOptions(file: string, values: Readonly<Record<string, unknown>>): Hyperparameters {
  try {
    return storedHyperparameters(values);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(file, 'damaged', `its ${error.message}`);
  }
}

/** The split that selected the best epoch; unknown for imported weights, unless the import gave a protocol. */
export function selectionOf({ options, environment }: RunSettings): Split | 'unknown' {
  const { imported } = environment;
  return imported ? (imported.selected_on as Split | 'unknown') : selectionSplit(options.protocol);
}

/** The number of images of a split in the run's data; undefined if not recorded. */
export function imagesOnRecord({ environment }: RunSettings, split: Split): number | undefined {
  return (environment.data?.splits as Partial<Record<Split, number>> | undefined)?.[split];
}

/** The message that no split is left to report on; undefined if there is one, or if this is not recorded. */
export function unreported(run: RunSettings): string | undefined {
  const split = reportSplit(run.options.protocol);
  return imagesOnRecord(run, split) === 0 ? noneToReport(split) : undefined;
}

/** The message that the report split is empty. */
export function noneToReport(split: Split): string {
  return `${split} has no images, so no split is left to report on`;
}

/**
 * Moves all files of a run to `NAME.1`, or the next free number, and writes those of the run that replaces it: both or
 * neither. The folder must be locked.
 *
 * @returns the folder with the files of the old run
 */
export function replaceRun(folder: RunFolder, write: Changes['write']): string {
  const path = resolve(folder.path);
  completeChanges(path);
  let number = 1;
  while (existsSync(`${path}.${number}`)) number++;
  const entries = readdirSync(path).filter((entry) => entry !== LOCK && !/^\..+\.(changes|partial)$/.test(entry));
  const target = `../${basename(path)}.${number}`;
  changeTogether(path, { move: Object.fromEntries(entries.map((entry) => [entry, `${target}/${entry}`])), write });
  return `${path}.${number}`;
}

/** `history.csv` and its content. */
export function historyContent(history: readonly EpochRecord[]): FolderContent {
  return { [HISTORY]: toCsv(history) };
}

export function writeHistory(folder: RunFolder, history: readonly EpochRecord[]): void {
  changeTogether(folder.path, { write: historyContent(history) });
}

/** The finished epochs of a run. */
export function readHistory(folder: RunFolder): EpochRecord[] {
  completeChanges(folder.path);
  const file = join(folder.path, HISTORY);
  return existsSync(file) ? fromCsv(readFileSync(file, 'utf8')) : [];
}

function settingsFile(folder: RunFolder): string {
  return join(folder.path, SETTINGS);
}
