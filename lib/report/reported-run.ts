import type { Dataset } from '../data/dataset';
import { imagesOf } from '../evaluation/same-images';
import { evaluatedSplits, readEvaluation, type StoredEvaluation } from '../evaluation/stored';
import type { EpochRecord } from '../training/history';
import { reportSplit } from '../training/protocol';
import { type RunFolder, type RunSettings, readHistory, readSettings } from '../training/run-folder';

/** The files of a run, as read by the sections of its report. */
export interface ReportedRun extends RunSettings {
  readonly folder: RunFolder;
  readonly history: readonly EpochRecord[];
  /** The report split first. */
  readonly evaluations: readonly StoredEvaluation[];
  /** The run's images, if they are available. */
  readonly data?: Dataset;
}

/**
 * Reads a run.
 *
 * @throws InputError if there is none, for a damaged file, and if `data` are not the run's images
 */
export function readRun(folder: RunFolder, data?: Dataset): ReportedRun {
  const settings = readSettings(folder);
  const reported = reportSplit(settings.options.protocol);
  const splits = evaluatedSplits(folder).sort((a, b) => Number(b === reported) - Number(a === reported));
  const evaluations = splits.map((split) => readEvaluation(folder, split));
  const images = data && imagesOf(settings, data);
  return { folder, ...settings, history: readHistory(folder), evaluations, data: images };
}
