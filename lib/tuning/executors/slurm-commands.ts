import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../core/errors';

/** Slurm does not respond: its controller is busy, restarting or unreachable. */
export class SlurmSilent extends InputError {}

/** An array job to submit. */
export interface Submission {
  readonly name: string;
  readonly comment: string;
  /** Number of tasks; indices start at 0. */
  readonly count: number;
  /** Path of the log, in which `%a` is the task's index. */
  readonly log: string;
  readonly flags: readonly string[];
  readonly folder: string;
  readonly command: readonly string[];
}

/** A task in Slurm's queue. */
export interface QueuedTask {
  /** Slurm's state, such as `RUNNING`. */
  readonly state: string;
  /** Whether the task is running or will run. */
  readonly active: boolean;
}

/** Tasks by the comment of their submission and their index, such as `3_0`. */
export type Queue = ReadonlyMap<string, QueuedTask>;

/** Final states of a task. */
const ENDED =
  /^(BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|LAUNCH_FAILED|NODE_FAIL|OUT_OF_MEMORY|PREEMPTED|REVOKED|TIMEOUT)/;
/** Seconds before its time limit at which a task receives {@link LIMIT_SIGNAL} and saves a checkpoint. */
const LEAD = 120;
export const LIMIT_SIGNAL = 'SIGUSR2';
/** Number of attempts to requeue a task in that time, and the milliseconds between them. */
const REQUEUE_TRIES = 6;
const REQUEUE_PAUSE = 10_000;
/** Messages of `sbatch` if Slurm does not respond; all others are about the job. */
const SILENCE =
  /unable to contact|timed out|temporarily un|connection (refused|reset)|zero bytes|authentication|standby mode/i;

/**
 * Submits an array job and returns its number.
 * @throws {SlurmSilent} if Slurm does not respond; it may still have accepted the job
 * @throws {InputError} if Slurm is not installed or refuses the job
 */
export async function submit({ name, comment, count, log, flags, folder, command }: Submission): Promise<string> {
  const script = `#!/bin/sh\nexec ${command.map(quoted).join(' ')}\n`;
  const options = [
    ...[
      '--parsable',
      '--requeue',
      '--open-mode=append',
      `--signal=B:${LIMIT_SIGNAL.slice(3)}@${LEAD}`,
      `--array=0-${count - 1}`,
    ],
    ...[`--job-name=${name}`, `--comment=${comment}`, `--output=${log}`, `--chdir=${folder}`, ...flags],
  ];
  return (await run('sbatch', options, { input: script, silence: SILENCE })).trim().split(';')[0];
}

/**
 * The tasks of the jobs with a name, including those that ended within the last minutes.
 * @throws {SlurmSilent} if Slurm does not respond
 * @throws {InputError} if Slurm is not installed
 */
export async function readQueue(name: string): Promise<Queue> {
  const options = ['--noheader', '--array', '--states=all', `--name=${name}`, '--format=%k %K %T'];
  const text = await run('squeue', options, { silence: /^/ });
  const lines = text.trim().split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [comment, index, state] = line.trim().split(/\s+/);
      return [`${comment}_${index}`, { state, active: !ENDED.test(state) }];
    }),
  );
}

/** The final state of a task that is no longer in the queue, from Slurm's accounting if there is one. */
export async function readState(id: string): Promise<string | undefined> {
  try {
    const text = await run('sacct', ['--noheader', '--parsable2', '--allocations', `--jobs=${id}`, '--format=State']);
    return text.trim().split(/\s/)[0] || undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/**
 * Requeues this process's own task, from its start.
 * @throws {InputError} if Slurm refuses it or does not respond for a minute, or at once if it is not installed
 */
export async function requeue(id: string): Promise<void> {
  for (let tries = REQUEUE_TRIES; ; tries--) {
    try {
      await run('scontrol', ['requeue', id], { silence: /^/ });
      return;
    } catch (error) {
      if (tries === 1 || !(error instanceof SlurmSilent)) throw error;
    }
    await sleep(REQUEUE_PAUSE);
  }
}

interface RunOptions {
  /** The program's input. @default nothing */
  readonly input?: string;
  /** Matches the program's message if Slurm does not respond. @default nothing matches */
  readonly silence?: RegExp;
}

function run(program: string, args: readonly string[], { input = '', silence }: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      if (error.code === 'ENOENT')
        return reject(new InputError(program, 'not found', 'must be installed to use executor=slurm'));
      const message = (stderr.trim() || error.message).split('\n')[0];
      const isSilent = silence?.test(message) ?? false;
      reject(
        isSilent ? new SlurmSilent(program, message, 'must respond') : new InputError(program, message, 'must succeed'),
      );
    });
    child.stdin?.on('error', () => {}); // it ended before reading all input
    child.stdin?.end(input);
  });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
