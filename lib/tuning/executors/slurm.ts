import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { InputError } from '../../core/errors';
import { makeFolder, ROOT } from '../../core/files';
import { type Key, number } from '../../core/keys';
import type { Job } from '../plan';
import { shareKinds } from '../share-kinds';
import type { OpenedStudy } from '../store';
import { checkWorkers, type Death, type Executor, type ExecutorOf } from './executor';
import { nodeArguments } from './local';
import { type Queue, readQueue, readState, SlurmSilent, submit } from './slurm-commands';
import { lastLineOf, lastSubmission, type Task, taskOf, writeSubmission } from './slurm-submissions';

/** Resource limits of each task, in `sbatch`'s notation. */
export interface SlurmLimits {
  readonly partition?: string;
  /** For example `gpu:1`. */
  readonly gres?: string;
  /** For example `12:00:00`. Two minutes before the limit, a task saves a checkpoint and is requeued. */
  readonly time?: string;
  /** For example `16G`. */
  readonly mem?: string;
  /** Cores per task. */
  readonly cpus?: string;
  readonly account?: string;
  readonly qos?: string;
  readonly constraint?: string;
}

export interface SlurmOptions extends SlurmLimits {
  /** Maximum number of tasks in the queue, ≥ 1. @default 100 */
  readonly workers?: number;
  /** Seconds between two queries of the queue, in (0, 3600]. @default 5 */
  readonly interval?: number;
  /** Seconds without a response from Slurm after which unsubmitted tasks fail, ≥ 0. @default 600 */
  readonly patience?: number;
}

/** The keys of {@link SlurmLimits}, with `sbatch`'s options. */
export const SLURM_FLAGS: Readonly<Record<keyof SlurmLimits, string>> = {
  partition: '--partition',
  gres: '--gres',
  time: '--time',
  mem: '--mem',
  cpus: '--cpus-per-task',
  account: '--account',
  qos: '--qos',
  constraint: '--constraint',
};
export const SLURM_KEYS = Object.keys(SLURM_FLAGS) as (keyof SlurmLimits)[];

/**
 * Trains each trial in a task of a job array. The study's folder must be on a file system that the nodes share. A
 * preempted task saves a checkpoint and resumes when Slurm requeues it. Tasks outlive the scheduler, which finds them
 * in the queue when it is restarted; `scancel` ends them. If Slurm does not respond for a while, the scheduler retries.
 *
 * @throws {InputError} for an invalid option
 */
export function slurm({ workers = 100, interval = 5, patience = 600, ...limits }: SlurmOptions = {}): ExecutorOf {
  checkWorkers(workers);
  check(
    'interval',
    interval,
    number(undefined, 'of seconds in (0, 3600]', (x) => x > 0 && x <= 3600),
  );
  check(
    'patience',
    patience,
    number(undefined, 'of seconds ≥ 0', (x) => x >= 0),
  );
  const flags = SLURM_KEYS.flatMap((key) => (limits[key] ? [`${SLURM_FLAGS[key]}=${limits[key]}`] : []));
  const timing = { interval: interval * 1000, patience: patience * 1000 };
  return (study, onNotice) => {
    shareKinds(study);
    return new SlurmTasks(study, { slots: workers, flags, onNotice, ...timing });
  };
}

function check(name: string, value: unknown, key: Key<number>): void {
  const constraint = key.check(value);
  if (constraint) throw new InputError(name, value, constraint);
}

interface TasksOptions {
  /** Maximum number of tasks in the queue. */
  readonly slots: number;
  /** Options of `sbatch`. */
  readonly flags: readonly string[];
  /** In milliseconds. */
  readonly interval: number;
  readonly patience: number;
  readonly onNotice: ((line: string) => void) | undefined;
}

interface Waiting {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly resolve: (death: Death | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Watched extends Waiting {
  readonly task: Task;
  /** Number of consecutive queries without an unfinished task of this name. One may be due to a delayed file. */
  missed: number;
}

class SlurmTasks implements Executor {
  readonly slots: number;
  /** Jobs to be submitted together shortly, as one array. */
  private waiting: Waiting[] = [];
  private watched: Watched[] = [];
  private readonly timer: NodeJS.Timeout;
  private looking = false;
  /** Time at which Slurm stopped responding, by `performance.now()`; undefined while it responds. */
  private silentSince: number | undefined;

  constructor(
    private readonly study: OpenedStudy,
    private readonly options: TasksOptions,
  ) {
    this.slots = options.slots;
    makeFolder(join(study.folder, 'slurm'));
    this.timer = setInterval(() => {
      if (this.waiting.length > 0) this.submitWaiting();
      this.checkQueue();
    }, options.interval);
  }

  run(job: Job, signal: AbortSignal): Promise<Death | undefined> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(undefined)); // the task continues by itself
      if (this.waiting.length === 0) setImmediate(() => this.submitWaiting());
      this.waiting.push({ job, signal, resolve, reject });
    });
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Watches the tasks that an earlier scheduler submitted, and submits the others. */
  private async submitWaiting(): Promise<void> {
    const jobs = this.waiting.filter(({ signal }) => !signal.aborted);
    this.waiting = [];
    if (jobs.length === 0) return;
    try {
      const queue = await this.queue();
      const fresh: Waiting[] = [];
      for (const waiting of jobs) {
        const task = taskOf(this.study.folder, waiting.job.trial);
        if (task && queue.get(task.name)?.active) this.watched.push({ ...waiting, task, missed: 0 });
        else fresh.push(waiting);
      }
      if (fresh.length > 0) await this.submit(fresh);
    } catch (error) {
      // Tasks that were submitted nevertheless are found in the queue next time.
      if (error instanceof SlurmSilent && this.hasPatience(error)) this.waiting.push(...jobs.filter(this.isNew));
      else for (const { reject } of jobs) reject(error);
    }
  }

  private readonly isNew = ({ job }: Waiting): boolean => this.watched.every((watched) => watched.job !== job);

  private hasPatience(error: SlurmSilent): boolean {
    if (this.silentSince === undefined) this.options.onNotice?.(`${error.message}; trying again`);
    this.silentSince ??= performance.now();
    return performance.now() - this.silentSince < this.options.patience;
  }

  private async submit(jobs: readonly Waiting[]): Promise<void> {
    const { folder } = this.study;
    const number = lastSubmission(folder) + 1;
    const tasks = jobs.map(({ job }) => job);
    // Written before and after: a scheduler that is killed in between finds its tasks by their comment.
    writeSubmission(folder, number, { tasks });
    const id = await submit({
      name: this.name,
      comment: String(number),
      count: tasks.length,
      log: join(folder, 'slurm', `${number}_%a.log`),
      flags: this.options.flags,
      folder: ROOT,
      command: [
        ...[process.execPath, ...nodeArguments(), join(ROOT, 'lib', 'cli', 'task.ts')],
        ...[`study=${folder}`, `submission=${number}`],
      ],
    });
    writeSubmission(folder, number, { tasks, id });
    jobs.forEach((waiting, index) => {
      this.watched.push({ ...waiting, task: { name: `${number}_${index}`, id: `${id}_${index}` }, missed: 0 });
    });
  }

  /** Queries the queue and resolves the jobs whose tasks have ended or disappeared. */
  private async checkQueue(): Promise<void> {
    if (this.looking || this.watched.length === 0) return;
    this.looking = true;
    const before = this.watched;
    try {
      const queue = await this.queue();
      for (const watched of before) watched.missed = queue.get(watched.task.name)?.active ? 0 : watched.missed + 1;
      const gone = this.watched.filter(({ missed }) => missed > 1);
      this.watched = this.watched.filter(({ missed }) => missed <= 1);
      for (const { task, resolve, reject } of gone) {
        const state = queue.get(task.name)?.state ?? (await readState(task.id)) ?? 'gone from the queue';
        const last = lastLineOf(this.study.folder, task.name);
        // An error that the user can fix affects all tasks.
        if (last.startsWith('error: ')) reject(new InputError('executor', 'slurm', last.slice('error: '.length)));
        resolve({ reason: `Slurm: ${state}${last && `: ${last}`}`, final: state === 'OUT_OF_MEMORY' });
      }
    } catch (error) {
      // Tasks continue while the controller does not respond, for any time.
      if (error instanceof SlurmSilent) this.hasPatience(error);
      else for (const { reject } of before) reject(error);
    } finally {
      this.looking = false;
    }
  }

  private async queue(): Promise<Queue> {
    const queue = await readQueue(this.name);
    this.silentSince = undefined;
    return queue;
  }

  /** Name of the array jobs, unique to this study for all users. */
  private get name(): string {
    const { folder, record } = this.study;
    return `fer-${record.definition.name}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
  }
}
