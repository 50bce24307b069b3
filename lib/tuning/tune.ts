import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../core/errors';
import { printable } from '../core/excerpt';
import { lockFolder } from '../core/lock';
import { type Dataset, hash, splitCounts } from '../data/dataset';
import { load } from '../data/load-dataset';
import { reportSplit } from '../training/protocol';
import { recordDeath } from './deaths';
import { type CompleteDefinition, completeDefinition, type StudyDefinition } from './definition';
import type { Executor, ExecutorOf } from './executors/executor';
import { inProcess } from './executors/process';
import { type Job, planner, withTrials } from './plan';
import {
  hasStudy,
  readRecord,
  requireSameData,
  type StudyRecord,
  studyFolder,
  trialFolder,
  withoutReport,
  writeRecord,
} from './store';
import { type Study, studyOf } from './study';
import { isOver, readProgress, type TrialProgress } from './trial-progress';

/** Milliseconds between two looks at the trials under way. */
const INTERVAL = 500;
const HOUR = 3_600_000;

export interface TuneOptions {
  /** Images of all splits, of which the trials see two. @default those that the base's `dataset` and `path` name */
  readonly data?: Dataset;
  /** Where the trials run: `inProcess()`, `localProcesses()` or `slurm()`. @default inProcess() */
  readonly executor?: ExecutorOf;
  /** Folder of the study instead of `outputs/NAME`. */
  readonly folder?: string;
  /** Stops the trials with a checkpoint; the same call goes on with them. Tasks of Slurm go on by themselves. */
  readonly signal?: AbortSignal;
  /** Told how the study stands whenever a trial has come further. */
  readonly onChange?: (study: Study) => void;
  /** Told in one line what was found or happened. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Runs a study: trains what its definition asks for and its folder does not hold yet. Called again it goes on where it
 * stopped; with a larger space or more trials it adds what is new. All it knows is in the folder's files, so that it may
 * be killed at any moment.
 *
 * @throws {InputError} for a bad definition, other images than before, or where another process runs the study
 */
export async function tune(definition: StudyDefinition, options: TuneOptions = {}): Promise<Study> {
  const complete = completeDefinition(definition);
  const { onNotice } = options;
  const folder = resolve(options.folder ?? studyFolder(complete.name));
  const unlock = await lockFolder(folder, 'tuned');
  try {
    const data = options.data ?? (await load({ ...complete.base, onNotice }));
    const seen = withoutReport(data, complete.base);
    const reported = splitCounts(data)[reportSplit(complete.base.protocol)];
    const record = begun(folder, complete, { seen, reported });
    const executor = (options.executor ?? inProcess())({ folder, record, data: seen }, onNotice);
    try {
      return await new Scheduler(folder, record, executor, options).run();
    } finally {
      executor.close();
    }
  } finally {
    unlock();
  }
}

interface StudyData {
  /** The images that the trials see. */
  readonly seen: Dataset;
  /** How many images the split has that they do not see. */
  readonly reported: number;
}

/** The study in the folder, or a new one, with the trials that the definition asks for. */
function begun(folder: string, definition: CompleteDefinition, { seen, reported }: StudyData): StudyRecord {
  if (existsSync(join(folder, 'hyperparameters.json'))) {
    throw new InputError('name', definition.name, 'is a run already: choose another');
  }
  const before = hasStudy(folder) ? readRecord(folder) : undefined;
  if (before) requireSameData(before, seen);
  const { data, trials } = before ?? { data: { name: seen.name, sha256: hash(seen), reported }, trials: [] };
  const record = withTrials({ definition, data, trials });
  writeRecord(folder, record);
  return record;
}

class Scheduler {
  private readonly plan: (progress: ReadonlyMap<number, TrialProgress>) => Job[];
  private readonly progress = new Map<number, TrialProgress>();
  /** The stages that trials are being trained to, and their ends. */
  private readonly running = new Map<number, { readonly epochs: number; readonly end: Promise<void> }>();
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private changed = true;

  constructor(
    private readonly folder: string,
    private readonly record: StudyRecord,
    private readonly executor: Executor,
    private readonly options: TuneOptions,
  ) {
    this.plan = planner(record);
    for (const { number } of record.trials) this.look(number);
    this.signal = AbortSignal.any([this.stop.signal, ...(options.signal ? [options.signal] : [])]);
  }

  async run(): Promise<Study> {
    const { hours } = this.record.definition;
    // Compared with the clock: a timer cannot wait for more than 24.8 days.
    const end = hours > 0 ? performance.now() + hours * HOUR : Number.POSITIVE_INFINITY;
    try {
      for (;;) {
        if (performance.now() >= end) this.stop.abort();
        if (!this.signal.aborted) this.begin();
        if (this.changed) this.options.onChange?.(this.study());
        this.changed = false;
        if (this.running.size === 0) return this.study();
        await Promise.race([...[...this.running.values()].map(({ end }) => end), sleep(INTERVAL)]);
        for (const trial of this.running.keys()) this.look(trial);
      }
    } finally {
      this.stop.abort(); // where one job could not run at all, the others stop with a checkpoint
      await Promise.allSettled([...this.running.values()].map(({ end }) => end));
    }
  }

  /** Hands out jobs while there are free slots. */
  private begin(): void {
    for (const job of this.plan(this.progress)) {
      if (this.running.size >= this.executor.slots) return;
      if (this.running.has(job.trial) || !this.affords(job)) continue;
      this.running.set(job.trial, { epochs: job.epochs, end: this.execute(job) });
      this.changed = true;
    }
  }

  private async execute(job: Job): Promise<void> {
    try {
      const death = await this.executor.run(job, this.signal);
      this.look(job.trial);
      if (death === undefined || this.signal.aborted || isOver(this.progress.get(job.trial)!, job.epochs)) return;
      const reason = printable(death.reason); // it may hold the last line of a log
      this.options.onNotice?.(`trial ${job.trial}: ${reason}`);
      recordDeath(trialFolder(this.folder, job.trial), { ...death, reason });
      this.look(job.trial);
    } finally {
      this.running.delete(job.trial);
      this.changed = true;
    }
  }

  /** Whether a job fits into what is left of the study's epochs. */
  private affords(job: Job): boolean {
    const { max_epochs } = this.record.definition;
    const spent = [...this.progress].map(([trial, { history }]) =>
      Math.max(history.length, this.running.get(trial)?.epochs ?? 0, trial === job.trial ? job.epochs : 0),
    );
    return max_epochs === 0 || spent.reduce((sum, epochs) => sum + epochs) <= max_epochs;
  }

  private look(trial: number): void {
    const before = this.progress.get(trial);
    const now = readProgress(trialFolder(this.folder, trial).path);
    this.progress.set(trial, now);
    this.changed ||= before?.history.length !== now.history.length || before.reached !== now.reached;
  }

  private study(): Study {
    return studyOf(this.folder, this.record, this.progress, new Set(this.running.keys()));
  }
}
