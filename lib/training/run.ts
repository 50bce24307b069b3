import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Split } from '../data/dataset';
import { InputError } from '../errors';
import { OUTPUTS, writeWhole } from '../files';
import { type EpochRecord, fromCsv, toCsv } from './history';
import { fromKeys, type Hyperparameters, KEYS, reportSplit, selectionSplit, toKeys } from './hyperparameters';
import { LOCK } from './lock';

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

/** Writes `hyperparameters.json`: the settings, and what else the numbers depend on. */
export function writeSettings(folder: RunFolder, options: Hyperparameters, environment: object): void {
  const json = JSON.stringify({ ...toKeys(options), ...environment }, null, 2);
  writeWhole(settingsFile(folder), `${json}\n`);
}

/** What a run was started with. */
export interface RunSettings {
  readonly options: Hyperparameters;
  /** SHA-256 of its images, labels and splits; undefined for imported weights, whose data is unknown. */
  readonly dataHash: string | undefined;
  /** What else its numbers depend on, as `versions` by name. */
  readonly environment: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The settings that a run was started with.
 * @throws {InputError} where there is no such run
 */
export function readSettings(folder: RunFolder): RunSettings {
  const file = settingsFile(folder);
  if (!isRun(folder)) throw new InputError('name', folder.path, 'must hold a run; npm run train makes one');
  let values: Record<string, unknown> & { data?: { sha256?: string | null } };
  try {
    values = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be JSON');
  }
  if (typeof values?.data !== 'object') throw new InputError(file, 'damaged', 'must be what a run wrote');
  const others = Object.entries(values).filter(([key]) => !(key in KEYS));
  const environment = Object.fromEntries(others) as RunSettings['environment'];
  return { options: storedOptions(file, values), dataHash: values.data.sha256 ?? undefined, environment };
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

/** How many images of a split the run's data has; undefined if that is not on record. */
export function imagesOnRecord({ environment }: RunSettings, split: Split): number | undefined {
  return (environment.data?.splits as Partial<Record<Split, number>> | undefined)?.[split];
}

/** Says that no split is left to report on; undefined if there is one, or if that is not on record. */
export function unreported(run: RunSettings): string | undefined {
  const split = reportSplit(run.options.protocol);
  return imagesOnRecord(run, split) === 0 ? noneToReport(split) : undefined;
}

/** Says that the split which the protocol reports on is empty. */
export function noneToReport(split: Split): string {
  return `${split} has no images, so no split is left to report on`;
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
