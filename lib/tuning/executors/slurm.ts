import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { InputError } from '../../errors';
import { makeFolder, ROOT } from '../../files';
import type { Job } from '../plan';
import { shareKinds } from '../share-kinds';
import type { TrialPlace } from '../trial';
import { checkWorkers, type Death, type Executor, type ExecutorOf } from './executor';
import { nodeArguments } from './local';
import { type Queue, readQueue, readState, submit } from './slurm-commands';
import { lastLineOf, lastSubmission, type Task, taskOf, writeSubmission } from './slurm-submissions';

/** What each task may use, as `sbatch` takes it. */
export interface SlurmLimits {
  readonly partition?: string;
  /** As `gpu:1`. */
  readonly gres?: string;
  /** As `12:00:00`. Two minutes before, a task saves a checkpoint and is queued again. */
  readonly time?: string;
  /** As `16G`. */
  readonly mem?: string;
  /** Cores of a task. */
  readonly cpus?: string;
  readonly account?: string;
  readonly qos?: string;
  readonly constraint?: string;
}

export interface SlurmOptions extends SlurmLimits {
  /** Tasks in the queue at once, ≥ 1. @default 100 */
  readonly workers?: number;
  /** Seconds between two looks at the queue, > 0. @default 5 */
  readonly interval?: number;
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
 * Trains each trial in a task of a job array. The study's folder must be on a file system that the nodes share. A task
 * that is preempted saves a checkpoint and goes on when Slurm has queued it again. Tasks outlive the scheduler, which
 * finds them in the queue when it is started again; `scancel` ends them.
 */
export function slurm({ workers = 100, interval = 5, ...limits }: SlurmOptions = {}): ExecutorOf {
  checkWorkers(workers);
  const flags = SLURM_KEYS.flatMap((key) => (limits[key] ? [`${SLURM_FLAGS[key]}=${limits[key]}`] : []));
  return (place) => {
    shareKinds(place);
    return new SlurmTasks(place, workers, interval * 1000, flags);
  };
}

interface Waiting {
  readonly job: Job;
  readonly resolve: (death: Death | undefined) => void;
  readonly reject: (error: unknown) => void;
}

interface Watched extends Waiting {
  readonly task: Task;
  /** How often in a row the queue did not have it as unfinished: once may be a file that is still on its way. */
  missed: number;
}

class SlurmTasks implements Executor {
  /** Jobs that are handed over in the next moment, as one array. */
  private waiting: Waiting[] = [];
  private watched: Watched[] = [];
  private readonly timer: NodeJS.Timeout;
  private looking = false;

  constructor(
    private readonly place: TrialPlace,
    readonly slots: number,
    interval: number,
    private readonly flags: readonly string[],
  ) {
    makeFolder(join(place.folder, 'slurm'));
    this.timer = setInterval(() => this.look(), interval);
  }

  run(job: Job, signal: AbortSignal): Promise<Death | undefined> {
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => resolve(undefined)); // the task goes on by itself
      if (this.waiting.length === 0) setImmediate(() => this.hand());
      this.waiting.push({ job, resolve, reject });
    });
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** Watches the tasks that an earlier scheduler has submitted, and submits the rest. */
  private async hand(): Promise<void> {
    const jobs = this.waiting;
    this.waiting = [];
    try {
      const queue = await this.queue();
      const fresh: Waiting[] = [];
      for (const waiting of jobs) {
        const task = taskOf(this.place.folder, waiting.job.trial);
        if (task && queue.get(task.name)?.active) this.watched.push({ ...waiting, task, missed: 0 });
        else fresh.push(waiting);
      }
      if (fresh.length > 0) await this.submit(fresh);
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    }
  }

  private async submit(jobs: readonly Waiting[]): Promise<void> {
    const { folder } = this.place;
    const number = lastSubmission(folder) + 1;
    const tasks = jobs.map(({ job }) => job);
    // Before and after: a scheduler that is killed in between finds its tasks by their comment.
    writeSubmission(folder, number, { tasks });
    const id = await submit({
      name: this.name,
      comment: String(number),
      count: tasks.length,
      log: join(folder, 'slurm', `${number}_%a.log`),
      flags: this.flags,
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

  /** Looks at the queue, and resolves the jobs whose tasks are not in it any more, or have ended there. */
  private async look(): Promise<void> {
    if (this.looking || this.watched.length === 0) return;
    this.looking = true;
    try {
      const queue = await this.queue();
      for (const watched of this.watched)
        watched.missed = queue.get(watched.task.name)?.active ? 0 : watched.missed + 1;
      const gone = this.watched.filter(({ missed }) => missed > 1);
      this.watched = this.watched.filter(({ missed }) => missed <= 1);
      for (const { task, resolve, reject } of gone) {
        const state = queue.get(task.name)?.state ?? (await readState(task.id)) ?? 'gone from the queue';
        const last = lastLineOf(this.place.folder, task.name);
        // What is wrong with one task for a reason that a user can mend is wrong with all.
        if (last.startsWith('error: ')) reject(new InputError('executor', 'slurm', last.slice('error: '.length)));
        resolve({ reason: `Slurm: ${state}${last && `: ${last}`}`, final: state === 'OUT_OF_MEMORY' });
      }
    } catch (error) {
      // A controller that is busy or restarts does not answer for a while.
      if (!(error instanceof InputError)) throw error;
    } finally {
      this.looking = false;
    }
  }

  private queue(): Promise<Queue> {
    return readQueue(this.name);
  }

  /** Of the array jobs: no other study has it, whoever runs that. */
  private get name(): string {
    const { folder, record } = this.place;
    return `fer-${record.definition.name}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
  }
}
