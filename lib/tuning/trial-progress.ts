import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors';
import { writeWhole } from '../core/files';
import { bestEpoch, type EpochRecord, scoreOf } from '../training/history';
import type { SelectionMetricName } from '../training/selection-metrics';

/** State of a trial: the content of its `progress.json`. */
export interface TrialProgress {
  readonly history: readonly EpochRecord[];
  /** Epochs of the last completed stage, which has a checkpoint; 0 before the first. */
  readonly reached: number;
  /** Reason why it cannot be trained further, in one line; missing if it can. */
  readonly failed?: string;
}

const NONE: TrialProgress = { history: [], reached: 0 };

/** @param folder folder of the trial */
export function readProgress(folder: string): TrialProgress {
  const file = join(folder, 'progress.json');
  if (!existsSync(file)) return NONE;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be JSON written by a trial');
  }
}

export function writeProgress(folder: string, progress: TrialProgress): void {
  writeWhole(join(folder, 'progress.json'), `${JSON.stringify(progress)}\n`);
}

/** Whether a trial has completed a stage, or failed. */
export function isOver({ reached, failed }: TrialProgress, epochs: number): boolean {
  return reached >= epochs || failed !== undefined;
}

/**
 * A trial's best validation accuracy, or other metric, within a number of epochs: −∞ if it failed before, undefined if it
 * has not trained that long.
 */
export function scoreAt(
  { history, reached, failed }: TrialProgress,
  epochs: number,
  select_on: SelectionMetricName,
): number | undefined {
  if (reached >= epochs) return bestScore(history.slice(0, epochs), select_on);
  return failed === undefined ? undefined : Number.NEGATIVE_INFINITY;
}

/** The highest metric of some epochs; undefined without epochs. */
export function bestScore(history: readonly EpochRecord[], select_on: SelectionMetricName): number | undefined {
  const best = bestEpoch(history, select_on);
  return best && scoreOf(best, select_on);
}
