import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, isSystemError } from '../core/errors';
import { printable } from '../core/excerpt';
import { FolderInUse, isLocked } from '../core/lock';
import { hasCheckpoint } from '../training/checkpoint';
import { train } from '../training/trainer';
import type { Job } from './plan';
import { type OpenedStudy, trialFolder } from './store';
import { isOver, readProgress, writeProgress } from './trial-progress';

/**
 * Trains a trial from its last checkpoint to the end of a stage, and stores its state in `progress.json`. Skips a
 * completed stage. Failures caused by the trial's settings (a non-finite loss, out of memory, an invalid combination)
 * are recorded; system errors, such as a full disk, are thrown.
 *
 * @param signal stops the trial with a checkpoint
 */
export async function runTrial({ folder, record, data }: OpenedStudy, job: Job, signal: AbortSignal): Promise<void> {
  const run = trialFolder(folder, job.trial);
  while (isLocked(run.path) && !signal.aborted) await sleep(200); // still running for a killed scheduler
  const before = readProgress(run.path);
  if (signal.aborted || isOver(before, job.epochs)) return;
  const stage = new AbortController();
  const { settings } = record.trials[job.trial - 1];
  try {
    const { history } = await train(settings, {
      data,
      model_save_dir: run.path,
      restore: hasCheckpoint(run.checkpoints) ? 'last' : undefined,
      signal: AbortSignal.any([signal, stage.signal]),
      onEpoch: (history) => {
        writeProgress(run.path, { ...before, history });
        if (history.length >= job.epochs) stage.abort();
      },
    });
    if (history.length >= job.epochs) writeProgress(run.path, { history, reached: job.epochs });
  } catch (error) {
    // Another process started it first.
    if (error instanceof FolderInUse) return runTrial({ folder, record, data }, job, signal);
    if (isSystemError(error)) throw error;
    writeProgress(run.path, { ...readProgress(run.path), failed: reasonOf(error) });
  }
}

/** The reason in one line. TensorFlow's messages have many; the first one is informative. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = printable(message.split('\n')[0]);
  const memory = !(error instanceof InputError) && /\bOOM\b|out of memory|resource exhausted/i.test(message);
  return memory ? `out of memory: ${line}` : line;
}
