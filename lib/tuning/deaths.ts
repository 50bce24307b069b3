import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../core/files';
import { pointed, type RunFolder } from '../training/run-folder';
import type { Death } from './executors/executor';
import { readProgress, writeProgress } from './trial-progress';

/** A trial whose process died this often without progress is recorded as failed, since it would die again. */
const MOST = 5;

interface Deaths {
  /** The checkpoint from which the trial would resume. */
  readonly at: string;
  readonly times: number;
}

/**
 * Counts the death of a trial's process that could not record a reason itself, for example because it ran out of memory
 * and was killed.
 */
export function recordDeath(run: RunFolder, { reason, final = false }: Death): void {
  const file = join(run.path, 'deaths.json');
  const at = pointed(run.checkpoints, 'last') ?? '';
  const before: Deaths = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { at, times: 0 };
  const times = before.at === at ? before.times + 1 : 1;
  writeWhole(file, `${JSON.stringify({ at, times })}\n`);
  if (final || times >= MOST) {
    const failed = final ? reason : `${reason}, ${times} times without progress`;
    writeProgress(run.path, { ...readProgress(run.path), failed });
  }
}
