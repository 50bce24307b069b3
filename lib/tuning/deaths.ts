import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../core/files';
import { pointed, type RunFolder } from '../training/run-folder';
import type { Death } from './executors/executor';
import { readProgress, writeProgress } from './trial-progress';

/** A trial that died so often without getting further is recorded as failed: it would do so for ever. */
const MOST = 5;

interface Deaths {
  /** The checkpoint from which the trial would go on. */
  readonly at: string;
  readonly times: number;
}

/** Counts the death of a trial's process, which left no reason itself, as one that ran out of memory and was killed. */
export function recordDeath(run: RunFolder, { reason, final = false }: Death): void {
  const file = join(run.path, 'deaths.json');
  const at = pointed(run.checkpoints, 'last') ?? '';
  const before: Deaths = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { at, times: 0 };
  const times = before.at === at ? before.times + 1 : 1;
  writeWhole(file, `${JSON.stringify({ at, times })}\n`);
  if (final || times >= MOST) {
    const failed = final ? reason : `${reason}, ${times} times without getting further`;
    writeProgress(run.path, { ...readProgress(run.path), failed });
  }
}
