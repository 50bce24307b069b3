import type { Dataset } from '../data/dataset';
import { imagesOf } from '../evaluation/same-images';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { EpochRecord } from '../training/history';
import { reportSplit } from '../training/protocol';
import { type RunFolder, type RunSettings, readHistory, readSettings } from '../training/run-folder';

/** All that a run has left, as the sections of its report read it. */
export interface ReportedRun extends RunSettings {
  readonly folder: RunFolder;
  readonly history: readonly EpochRecord[];
  /** The split to report first. */
  readonly evaluations: readonly StoredEvaluation[];
  /** The images that it was trained and evaluated on, where they are at hand. */
  readonly data?: Dataset;
}

/**
 * Reads a run.
 *
 * @throws InputError where there is none, for a broken file, and where `data` is not what it was trained on
 */
export function readRun(folder: RunFolder, data?: Dataset): ReportedRun {
  const settings = readSettings(folder);
  const reported = reportSplit(settings.options.protocol);
  const splits = evaluatedSplits(folder).sort((a, b) => Number(b === reported) - Number(a === reported));
  const evaluations = splits.map((split) => readEvaluation(folder, split));
  const images = data && imagesOf(settings, data);
  return { folder, ...settings, history: readHistory(folder), evaluations, data: images };
}
