import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../core/errors';
import { writeWhole } from '../core/files';
import { bestEpoch, type EpochRecord } from '../training/history';

/** Where a trial stands: what its `progress.json` holds. */
export interface TrialProgress {
  readonly history: readonly EpochRecord[];
  /** The stage that it has come to the end of, with a checkpoint there, in epochs; 0 before the first. */
  readonly reached: number;
  /** Why it cannot be trained on, in one line; absent where it can. */
  readonly failed?: string;
}

const NONE: TrialProgress = { history: [], reached: 0 };

/** @param folder the trial's */
export function readProgress(folder: string): TrialProgress {
  const file = join(folder, 'progress.json');
  if (!existsSync(file)) return NONE;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be the JSON that a trial wrote');
  }
}

export function writeProgress(folder: string, progress: TrialProgress): void {
  writeWhole(join(folder, 'progress.json'), `${JSON.stringify(progress)}\n`);
}

/** Whether a trial has nothing left to do for a stage. */
export function isOver({ reached, failed }: TrialProgress, epochs: number): boolean {
  return reached >= epochs || failed !== undefined;
}

/**
 * A trial's validation accuracy when it had been through so many epochs, that of its best one: −∞ where it failed
 * before, undefined where it is not there yet.
 */
export function accuracyAt({ history, reached, failed }: TrialProgress, epochs: number): number | undefined {
  if (reached >= epochs) return bestEpoch(history.slice(0, epochs))?.validationAccuracy;
  return failed === undefined ? undefined : Number.NEGATIVE_INFINITY;
}
