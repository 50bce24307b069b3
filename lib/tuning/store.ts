import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors';
import { OUTPUTS, writeWhole } from '../core/files';
import { type Dataset, hash, imagesAt, indicesOf, limited, SPLITS } from '../data/dataset';
import { load } from '../data/load-dataset';
import { type Hyperparameters, storedHyperparameters } from '../training/hyperparameters';
import { networkBuilder } from '../training/own-kinds';
import { reportSplit } from '../training/protocol';
import { type RunFolder, runFolder } from '../training/run-folder';
import { type CompleteDefinition, definitionFromJson, definitionToJson } from './definition';

/** A trial to be trained: its settings and its number, from 1. */
export interface TrialRecord {
  readonly number: number;
  readonly settings: Hyperparameters;
}

/** Content of `study.json`: the definition of the study and its trials. Results are in the trials' folders. */
export interface StudyRecord {
  readonly definition: CompleteDefinition;
  /**
   * The images that the trials use; `sha256` is over images, labels and splits. `reported` is the number of images in
   * the report split, which they do not use; older studies lack it.
   */
  readonly data: { readonly name: string; readonly sha256: string; readonly reported?: number };
  readonly trials: readonly TrialRecord[];
}

/** A study's folder, its definition, and the images of its trials. */
export interface OpenedStudy {
  readonly folder: string;
  readonly record: StudyRecord;
  readonly data: Dataset;
}

/** The folder of the study `name`, below `outputs/`. */
export function studyFolder(name: string): string {
  return join(OUTPUTS, name);
}

/** Whether a folder contains a study. */
export function hasStudy(folder: string): boolean {
  return existsSync(recordFile(folder));
}

/** @throws {InputError} if there is no study, or its file is damaged */
export function readRecord(folder: string): StudyRecord {
  const file = recordFile(folder);
  if (!existsSync(file)) throw new InputError('name', folder, 'must contain a study; npm run tune starts one');
  let json: { study: object; data: StudyRecord['data']; trials: Record<string, unknown>[] };
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be JSON');
  }
  return {
    definition: definitionFromJson(json.study as Record<string, unknown>),
    data: json.data,
    trials: json.trials.map((settings, i) => ({ number: i + 1, settings: storedHyperparameters(settings) })),
  };
}

export function writeRecord(folder: string, { definition, data, trials }: StudyRecord): void {
  const settings = trials.map((trial) => trial.settings);
  const json = JSON.stringify({ study: definitionToJson(definition), data, trials: settings }, null, 1);
  writeWhole(recordFile(folder), `${json}\n`);
}

/** A trial's run: settings, history and checkpoints, as for every training. */
export function trialFolder(folder: string, number: number): RunFolder {
  return runFolder('', join(folder, 'trials', trialName(number)));
}

/** For example `0007`. */
export function trialName(number: number): string {
  return String(number).padStart(4, '0');
}

/** The data for a study's trials: without the report split, so that nothing can be selected on it. */
export function withoutReport(data: Dataset, { protocol, limit }: Hyperparameters): Dataset {
  const seen = SPLITS.filter((split) => split !== reportSplit(protocol));
  const kept = limited(data, limit);
  return imagesAt(kept, Int32Array.from(seen.flatMap((split) => [...indicesOf(kept, split)])).sort());
}

/** @throws {InputError} if a study used other images than `seen` */
export function requireSameData({ data }: StudyRecord, seen: Dataset): void {
  if (hash(seen) === data.sha256) return;
  throw new InputError(
    'dataset',
    seen.name,
    'must contain the images that the study started with; limit and protocol count too',
  );
}

/**
 * Opens a study that another process runs, with the images of its trials.
 * @throws {InputError} if there is none, its images are missing, or this process does not know its network
 */
export async function openStudy(folder: string): Promise<OpenedStudy> {
  const record = readRecord(folder);
  for (const { number, settings } of record.trials) networkBuilder(trialFolder(folder, number), settings);
  const data = withoutReport(await load(record.definition.base), record.definition.base);
  requireSameData(record, data);
  return { folder, record, data };
}

function recordFile(folder: string): string {
  return join(folder, 'study.json');
}
