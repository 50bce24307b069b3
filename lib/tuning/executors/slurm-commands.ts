import { execFile } from 'node:child_process';
import { InputError } from '../../errors';

/** Of an array job. */
export interface Submission {
  readonly name: string;
  readonly comment: string;
  /** Tasks, with indices from 0. */
  readonly count: number;
  /** `%a` stands for a task's index. */
  readonly log: string;
  readonly flags: readonly string[];
  readonly folder: string;
  readonly command: readonly string[];
}

/** A task as the queue has it. */
export interface QueuedTask {
  /** Slurm's word, as `RUNNING`. */
  readonly state: string;
  /** Whether it runs or will run. */
  readonly active: boolean;
}

/** By the comment of its submission and its index, as `3_0`. */
export type Queue = ReadonlyMap<string, QueuedTask>;

/** States from which a task does not come back by itself. */
const ENDED =
  /^(BOOT_FAIL|CANCELLED|COMPLETED|DEADLINE|FAILED|LAUNCH_FAILED|NODE_FAIL|OUT_OF_MEMORY|PREEMPTED|REVOKED|TIMEOUT)/;
/** Seconds before its time limit at which a task is told to save a checkpoint. */
const LEAD = 120;

/**
 * Submits an array job and returns its number.
 * @throws {InputError} where Slurm is not there or refuses it
 */
export async function submit({ name, comment, count, log, flags, folder, command }: Submission): Promise<string> {
  const script = `#!/bin/sh\nexec ${command.map(quoted).join(' ')}\n`;
  const options = [
    ...['--parsable', '--requeue', '--open-mode=append', `--signal=B:USR2@${LEAD}`, `--array=0-${count - 1}`],
    ...[`--job-name=${name}`, `--comment=${comment}`, `--output=${log}`, `--chdir=${folder}`, ...flags],
  ];
  return (await run('sbatch', options, script)).trim().split(';')[0];
}

/** The tasks of the jobs with a name, those that ended within the last minutes among them. */
export async function readQueue(name: string): Promise<Queue> {
  const text = await run('squeue', ['--noheader', '--array', '--states=all', `--name=${name}`, '--format=%k %K %T']);
  const lines = text.trim().split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [comment, index, state] = line.trim().split(/\s+/);
      return [`${comment}_${index}`, { state, active: !ENDED.test(state) }];
    }),
  );
}

/** How a task ended that the queue has forgotten, as accounting says, where there is some. */
export async function readState(id: string): Promise<string | undefined> {
  try {
    const text = await run('sacct', ['--noheader', '--parsable2', '--allocations', `--jobs=${id}`, '--format=State']);
    return text.trim().split(/\s/)[0] || undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Queues the task that this process is again, from the beginning. */
export async function requeue(id: string): Promise<void> {
  await run('scontrol', ['requeue', id]);
}

function run(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const missing = error.code === 'ENOENT';
      const said = missing ? 'not found' : stderr.trim().split('\n')[0];
      reject(new InputError(program, said, missing ? 'must be installed to use executor=slurm' : 'must succeed'));
    });
    child.stdin?.on('error', () => {}); // it ended before it had read all
    child.stdin?.end(input);
  });
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
