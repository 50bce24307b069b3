import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeChanges, type FolderContent } from '../../core/changes';
import { InputError } from '../../core/errors';
import type { Split } from '../../data/dataset';
import type { DataPlace } from '../../training/data-shape';
import type { RunFolder } from '../../training/run-folder';
import type { Evaluation } from '../metrics';
import type { Preprocess } from '../model-files/preprocess';

const FILE = 'classifier.json';
const KINDS = ['predictions', 'ensemble', 'model'] as const;

/** Known facts about the training of an imported classifier. */
export interface Facts {
  /** Splits of the data set that it was fitted to; none if it was fitted to other data only. */
  readonly trained_on: readonly Split[] | 'other' | 'unknown';
  /** The split that selected it; none if it was not selected on any of them. */
  readonly selected_on: Split | 'none' | 'unknown';
  /** Other images or labels that it was fitted to, in words. */
  readonly extra_data: string;
  /** Source, in words. */
  readonly source: string;
}

/** Facts of a classifier about which nothing is known. */
export const UNKNOWN: Facts = {
  trained_on: 'unknown',
  selected_on: 'unknown',
  extra_data: 'unknown',
  source: 'unknown',
};

/** Predictions of one split that were imported. They are in `predictions/SPLIT.csv`. */
export interface ImportedPredictions extends Pick<Evaluation, 'crops' | 'epoch' | 'step'> {
  readonly file: string;
  readonly sha256: string;
  /** SHA-256 over the images, labels and splits that they belong to. */
  readonly images: string;
  /** Whether the file had classes only. Each then has probability 1. */
  readonly labels_only: boolean;
}

/** Predictions that were made elsewhere. */
export interface PredictionsRecord {
  readonly kind: 'predictions';
  readonly name: string;
  readonly data: DataPlace;
  readonly facts: Facts;
  readonly imports: Readonly<Partial<Record<Split, ImportedPredictions>>>;
}

/** Classifiers whose probabilities are averaged. */
export interface EnsembleRecord {
  readonly kind: 'ensemble';
  readonly name: string;
  readonly data: DataPlace;
  /** Names below `outputs/`, or folders. */
  readonly members: readonly string[];
}

/** A model of another framework. Its files are in `model/`. */
export interface ModelRecord {
  readonly kind: 'model';
  readonly name: string;
  readonly data: DataPlace;
  readonly facts: Facts;
  readonly format: 'onnx' | 'tfjs';
  /** The file to load, in `model/`. */
  readonly file: string;
  /** SHA-256 of each file in `model/`. */
  readonly sha256: Readonly<Record<string, string>>;
  readonly preprocess: Preprocess;
}

/** Content of `classifier.json`, which describes a classifier that is not a run. */
export type ClassifierRecord = PredictionsRecord | EnsembleRecord | ModelRecord;

/** `classifier.json` by its name. */
export function recordContent(record: ClassifierRecord): FolderContent {
  return { [FILE]: `${JSON.stringify(record, null, 2)}\n` };
}

/**
 * The record of a classifier that is not a run; undefined if the folder holds none.
 * @throws {InputError} if it is damaged
 */
export function findRecord(folder: RunFolder): ClassifierRecord | undefined {
  completeChanges(folder.path);
  const file = join(folder.path, FILE);
  if (!existsSync(file)) return undefined;
  let record: ClassifierRecord | undefined;
  try {
    record = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be JSON');
  }
  if (!record || !KINDS.includes(record.kind) || typeof record.data?.dataset !== 'string')
    throw new InputError(file, 'damaged', `must describe one of ${KINDS.join(', ')}`);
  return record;
}

/** The facts in the form of an evaluation. */
export function knownBy({ trained_on, selected_on }: Facts): Pick<Evaluation, 'fitted' | 'selected_on'> {
  return {
    fitted: trained_on === 'unknown' ? undefined : trained_on === 'other' ? [] : trained_on,
    selected_on: selected_on === 'none' ? null : selected_on,
  };
}
