import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Split } from '../data/dataset';
import { InputError } from '../errors';
import { OUTPUTS, writeWhole } from '../files';
import { type EpochRecord, fromCsv, toCsv } from './history';
import { fromKeys, type Hyperparameters, KEYS, selectionSplit, toKeys } from './hyperparameters';
import { LOCK } from './lock';
import type { Stretch } from './prolonged';

/** The paths of a run's folder. */
export interface RunFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly evaluation: string;
  readonly figures: string;
}

/** The folder of the run `name`: below `outputs/`, or `modelSaveDir` itself. Nothing is made yet. */
export function runFolder(name: string, modelSaveDir?: string): RunFolder {
  const path = modelSaveDir ?? join(OUTPUTS, name);
  return {
    path,
    checkpoints: join(path, 'checkpoints'),
    evaluation: join(path, 'evaluation'),
    figures: join(path, 'figures'),
  };
}

/** Checkpoints that have a name of their own: files that hold the name of a folder beside them. */
export type Pointer = 'best' | 'last';

/** The name of the checkpoint that a pointer in `checkpoints/` names; undefined where there is none. */
export function pointed(folder: string, pointer: Pointer): string | undefined {
  const path = join(folder, pointer);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/** Whether a run has begun there. */
export function isRun(folder: RunFolder): boolean {
  return existsSync(settingsFile(folder));
}

/**
 * Writes `hyperparameters.json`: the settings, and what else the numbers depend on.
 * @param prolonged parts of the run that had another `n_epochs` @default none
 */
export function writeSettings(
  folder: RunFolder,
  options: Hyperparameters,
  environment: object,
  prolonged: readonly Stretch[] = [],
): void {
  const values = { ...toKeys(options), ...(prolonged.length > 0 ? { prolonged } : {}), ...environment };
  const json = JSON.stringify(values, null, 2);
  writeWhole(settingsFile(folder), `${json}\n`);
}

/** The settings of a run that exists. */
export interface RunSettings {
  readonly options: Hyperparameters;
  /** The parts of the run that had another `n_epochs`, in order; none unless the run was prolonged. */
  readonly prolonged: readonly Stretch[];
  /** SHA-256 of its images, labels and splits; undefined for imported weights, whose data is unknown. */
  readonly dataHash: string | undefined;
  /** What else its numbers depend on, as `versions` by name. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The settings of a run. Its network may be one that this process does not know.
 * @throws {InputError} if there is no such run, or its settings are damaged
 */
export function readSettings(folder: RunFolder): RunSettings {
  const file = settingsFile(folder);
  if (!isRun(folder)) throw new InputError('name', folder.path, 'must hold a run; npm run train makes one');
  let values: Record<string, unknown> & { data?: { sha256?: string | null }; prolonged?: Stretch[] };
  try {
    values = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be JSON');
  }
  if (typeof values?.data !== 'object') throw new InputError(file, 'damaged', 'must be what a run wrote');
  const { prolonged = [], ...rest } = values;
  const others = Object.entries(rest).filter(([key]) => !(key in KEYS));
  const environment = Object.fromEntries(others) as RunSettings['environment'];
  return { options: storedOptions(file, values), prolonged, dataHash: values.data.sha256 ?? undefined, environment };
}

function storedOptions(file: string, values: Readonly<Record<string, unknown>>): Hyperparameters {
  try {
    return fromKeys(values);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(file, 'damaged', `its ${error.message}`);
  }
}

/** The split that the best epoch was chosen on; unknown for imported weights, unless whoever imported them knows it. */
export function selectionOf({ options, environment }: RunSettings): Split | 'unknown' {
  const { imported } = environment;
  return imported ? (imported.selected_on as Split | 'unknown') : selectionSplit(options.protocol);
}

/** Moves what a run has left to `NAME.1`, or the next number that is free; returns that folder. */
export function setAside(folder: RunFolder): string {
  let number = 1;
  while (existsSync(`${folder.path}.${number}`)) number++;
  const aside = `${folder.path}.${number}`;
  mkdirSync(aside);
  for (const entry of readdirSync(folder.path)) {
    if (entry !== LOCK) renameSync(join(folder.path, entry), join(aside, entry));
  }
  return aside;
}

export function writeHistory(folder: RunFolder, history: readonly EpochRecord[]): void {
  writeWhole(historyFile(folder), toCsv(history));
}

/** The finished epochs of a run; none where it has not finished one. */
export function readHistory(folder: RunFolder): EpochRecord[] {
  const file = historyFile(folder);
  return existsSync(file) ? fromCsv(readFileSync(file, 'utf8')) : [];
}

function historyFile(folder: RunFolder): string {
  return join(folder.path, 'history.csv');
}

function settingsFile(folder: RunFolder): string {
  return join(folder.path, 'hyperparameters.json');
}
