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

/** Milliseconds between two checks of the running trials. */
const INTERVAL = 500;
const HOUR = 3_600_000;

export interface TuneOptions {
  /** Images of all splits; the trials use two of them. @default the base's `dataset` and `path` */
  readonly data?: Dataset;
  /** Executor of the trials: `inProcess()`, `localProcesses()` or `slurm()`. @default inProcess() */
  readonly executor?: ExecutorOf;
  /** Folder of the study instead of `outputs/NAME`. */
  readonly folder?: string;
  /** Stops the trials with a checkpoint; the same call resumes them. Slurm tasks continue. */
  readonly signal?: AbortSignal;
  /** Receives the study whenever a trial has progressed. */
  readonly onChange?: (study: Study) => void;
  /** Receives messages of one line. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Runs a study: trains the trials of its definition that are not in its folder yet. A second call resumes it; a larger
 * space or more trials extend it. All state is in the folder's files, so it may be killed at any moment.
 *
 * @throws {InputError} for an invalid definition, for other images than before, or if another process runs the study
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
    const record = openOrCreate(folder, complete, { seen, reported });
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
  /** The images that the trials use. */
  readonly seen: Dataset;
  /** Number of images in the report split, which the trials do not use. */
  readonly reported: number;
}

/** The study in the folder, or a new one, with all trials of the definition. */
function openOrCreate(folder: string, definition: CompleteDefinition, { seen, reported }: StudyData): StudyRecord {
  if (existsSync(join(folder, 'hyperparameters.json'))) {
    throw new InputError('name', definition.name, 'is already a run: choose another name');
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
  /** Trials in training: their target epochs and their completion. */
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
    for (const { number } of record.trials) this.check(number);
    this.signal = AbortSignal.any([this.stop.signal, ...(options.signal ? [options.signal] : [])]);
  }

  async run(): Promise<Study> {
    const { hours } = this.record.definition;
    // Checked by the clock, since timers are limited to 24.8 days.
    const end = hours > 0 ? performance.now() + hours * HOUR : Number.POSITIVE_INFINITY;
    try {
      for (;;) {
        if (performance.now() >= end) this.stop.abort();
        if (!this.signal.aborted) this.begin();
        if (this.changed) this.options.onChange?.(this.study());
        this.changed = false;
        if (this.running.size === 0) return this.study();
        await Promise.race([...[...this.running.values()].map(({ end }) => end), sleep(INTERVAL)]);
        for (const trial of this.running.keys()) this.check(trial);
      }
    } finally {
      this.stop.abort(); // if a job cannot run at all, the others stop with a checkpoint
      await Promise.allSettled([...this.running.values()].map(({ end }) => end));
    }
  }

  /** Starts jobs while there are free slots. */
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
      this.check(job.trial);
      if (death === undefined || this.signal.aborted || isOver(this.progress.get(job.trial)!, job.epochs)) return;
      const reason = printable(death.reason); // it may contain the last line of a log
      this.options.onNotice?.(`trial ${job.trial}: ${reason}`);
      recordDeath(trialFolder(this.folder, job.trial), { ...death, reason });
      this.check(job.trial);
    } finally {
      this.running.delete(job.trial);
      this.changed = true;
    }
  }

  /** Whether the study's remaining epochs are enough for a job. */
  private affords(job: Job): boolean {
    const { max_epochs } = this.record.definition;
    const spent = [...this.progress].map(([trial, { history }]) =>
      Math.max(history.length, this.running.get(trial)?.epochs ?? 0, trial === job.trial ? job.epochs : 0),
    );
    return max_epochs === 0 || spent.reduce((sum, epochs) => sum + epochs) <= max_epochs;
  }

  private check(trial: number): void {
    const before = this.progress.get(trial);
    const now = readProgress(trialFolder(this.folder, trial).path);
    this.progress.set(trial, now);
    this.changed ||= before?.history.length !== now.history.length || before.reached !== now.reached;
  }

  private study(): Study {
    return studyOf(this.folder, this.record, this.progress, new Set(this.running.keys()));
  }
}
