import type { Dataset } from '../data/dataset';
import { type ClassifierSettings, classifierSettings } from '../evaluation/classifiers/classifier-settings';
import { crossEvaluations } from '../evaluation/cross/cross-folder';
import { imagesOf } from '../evaluation/same-images';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { EpochRecord } from '../training/history';
import { type RunFolder, type RunSettings, readHistory } from '../training/run-folder';

/** The files of a run, an import or an ensemble, as read by the sections of its report. */
export interface Reported extends ClassifierSettings {
  readonly folder: RunFolder;
  readonly history: readonly EpochRecord[];
  /** The report split first. */
  readonly evaluations: readonly StoredEvaluation[];
  /** Evaluations on other data sets. */
  readonly crossEvaluations: readonly StoredEvaluation[];
  /** The images that it was trained or evaluated on, if they are available. */
  readonly images?: Dataset;
}

/** A run, for the sections about its training. */
export type ReportedRun = Pick<Reported, 'folder' | 'history'> & RunSettings;

/**
 * Reads a run, an import or an ensemble.
 *
 * @throws InputError if there is none, for a damaged file, and if `data` are not the run's images
 */
export function readReported(folder: RunFolder, data?: Dataset): Reported {
  const settings = classifierSettings(folder);
  const { reported, run } = settings;
  const splits = evaluatedSplits(folder).sort((a, b) => Number(b === reported) - Number(a === reported));
  const evaluations = splits.map((split) => readEvaluation(folder, split));
  const images = data && (run ? imagesOf(run, data) : data);
  const others = crossEvaluations(folder);
  return { ...settings, folder, history: readHistory(folder), evaluations, crossEvaluations: others, images };
}
