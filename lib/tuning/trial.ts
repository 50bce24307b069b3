import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, isSystemError } from '../core/errors';
import { printable } from '../core/excerpt';
import { FolderInUse, isLocked } from '../core/lock';
import type { Dataset } from '../data/dataset';
import { hasCheckpoint } from '../training/checkpoint';
import { train } from '../training/trainer';
import type { Job } from './plan';
import { type StudyRecord, trialFolder } from './store';
import { isOver, readProgress, writeProgress } from './trial-progress';

/** A study's folder, what it asks for, and the images that its trials see. */
export interface TrialPlace {
  readonly folder: string;
  readonly record: StudyRecord;
  readonly data: Dataset;
}

/**
 * Trains a trial to the end of a stage, from its last checkpoint, and leaves where it stands in `progress.json`. A stage
 * that is over is left alone. What the trial cannot do for reasons of its own (a loss that is not finite, memory, a
 * combination that does not fit) is recorded; an error of the system, as a full disk, is thrown.
 *
 * @param signal stops the trial with a checkpoint
 */
export async function runTrial({ folder, record, data }: TrialPlace, job: Job, signal: AbortSignal): Promise<void> {
  const run = trialFolder(folder, job.trial);
  while (isLocked(run.path) && !signal.aborted) await sleep(200); // a scheduler that was killed left it running
  const before = readProgress(run.path);
  if (signal.aborted || isOver(before, job.epochs)) return;
  const stage = new AbortController();
  const { settings } = record.trials[job.trial - 1];
  try {
    const { history } = await train(settings, {
      data,
      modelSaveDir: run.path,
      restore: hasCheckpoint(run.checkpoints) ? 'last' : undefined,
      signal: AbortSignal.any([signal, stage.signal]),
      onEpoch: (history) => {
        writeProgress(run.path, { ...before, history });
        if (history.length >= job.epochs) stage.abort();
      },
    });
    if (history.length >= job.epochs) writeProgress(run.path, { history, reached: job.epochs });
  } catch (error) {
    if (error instanceof FolderInUse) return runTrial({ folder, record, data }, job, signal); // it was faster
    if (isSystemError(error)) throw error;
    writeProgress(run.path, { ...readProgress(run.path), failed: reasonOf(error) });
  }
}

/** One line that says why. TensorFlow's messages have many, of which the first tells. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = printable(message.split('\n')[0]);
  const memory = !(error instanceof InputError) && /\bOOM\b|out of memory|resource exhausted/i.test(message);
  return memory ? `out of memory: ${line}` : line;
}
