import type { Dataset } from '../data/dataset';
import { type ClassifierSettings, classifierSettings } from '../evaluation/classifiers/settings';
import { imagesOf } from '../evaluation/same-images';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { EpochRecord } from '../training/history';
import { type RunFolder, type RunSettings, readHistory } from '../training/run-folder';

/** All that a run, an import or an ensemble has left, as the sections of its report read it. */
export interface Reported extends ClassifierSettings {
  readonly folder: RunFolder;
  readonly history: readonly EpochRecord[];
  /** The split to report first. */
  readonly evaluations: readonly StoredEvaluation[];
  /** The images that it was trained and evaluated on, where they are at hand. */
  readonly images?: Dataset;
}

/** A run, for the sections about its training. */
export type ReportedRun = Pick<Reported, 'folder' | 'history'> & RunSettings;

/**
 * Reads a run, an import or an ensemble.
 *
 * @throws InputError where there is none, for a broken file, and where `data` is not what it was trained on
 */
export function readReported(folder: RunFolder, data?: Dataset): Reported {
  const settings = classifierSettings(folder);
  const { reported, run } = settings;
  const splits = evaluatedSplits(folder).sort((a, b) => Number(b === reported) - Number(a === reported));
  const evaluations = splits.map((split) => readEvaluation(folder, split));
  const images = data && (run ? imagesOf(run, data) : data);
  return { ...settings, folder, history: readHistory(folder), evaluations, images };
}
