import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../core/files';
import type { Job } from '../plan';

/** Content of `slurm/3.json` in the study's folder: the jobs of an array, by index. */
export interface StoredSubmission {
  readonly tasks: readonly Job[];
  /** Slurm's ID of the array, once it is known. */
  readonly id?: string;
}

/** A task, by our name and Slurm's, such as `3_0` and `1042_0`. */
export interface Task {
  readonly name: string;
  readonly id: string;
}

export function writeSubmission(folder: string, number: number, submission: StoredSubmission): void {
  writeWhole(fileOf(folder, number), `${JSON.stringify(submission)}\n`);
}

export function readSubmission(folder: string, number: number): StoredSubmission {
  return JSON.parse(readFileSync(fileOf(folder, number), 'utf8'));
}

/** The highest number of a submission; 0 if there is none. */
export function lastSubmission(folder: string): number {
  const numbers = readdirSync(join(folder, 'slurm')).map((name) => Number(/^(\d+)\.json$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

/** The task of a trial's last submission. */
export function taskOf(folder: string, trial: number): Task | undefined {
  for (let number = lastSubmission(folder); number > 0; number--) {
    const { tasks, id = '' } = readSubmission(folder, number);
    const index = tasks.findIndex((job) => job.trial === trial);
    if (index >= 0) return { name: `${number}_${index}`, id: `${id}_${index}` };
  }
  return undefined;
}

/** The last line of a task's log; empty if there is none. */
export function lastLineOf(folder: string, task: string): string {
  const file = join(folder, 'slurm', `${task}.log`);
  return existsSync(file) ? (readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '') : '';
}

function fileOf(folder: string, number: number): string {
  return join(folder, 'slurm', `${number}.json`);
}
