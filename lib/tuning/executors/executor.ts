import type { Job } from '../plan';
import type { TrialPlace } from '../trial';

/** Where a study's trials run. */
export interface Executor {
  /** Jobs at once. */
  readonly slots: number;
  /**
   * Runs a job until it is over or `signal` stops it with a checkpoint; what came of it is in the trial's files.
   *
   * @returns why it ended where it died, as `ended by SIGKILL`: it may be started again
   * @throws {InputError} where no job can run here
   */
  run(job: Job, signal: AbortSignal): Promise<string | undefined>;
  /** Lets go of processes and timers. */
  close(): void;
}

/** Makes the executor of a study, as `localProcesses({ workers: 4 })` does. */
export type ExecutorOf = (place: TrialPlace) => Executor;
