import { InputError } from '../../core/errors';
import type { Job } from '../plan';
import type { TrialPlace } from '../trial';

/** Why a job ended before it was over. */
export interface Death {
  /** In one line, as `ended by SIGKILL`. */
  readonly reason: string;
  /** Whether it would end so again; else it is started again, from its last checkpoint. @default false */
  readonly final?: boolean;
}

/** Where a study's trials run. */
export interface Executor {
  /** Jobs at once. */
  readonly slots: number;
  /**
   * Runs a job until it is over or `signal` stops it with a checkpoint; what came of it is in the trial's files.
   *
   * @returns why it ended where it died
   * @throws {InputError} where no job can run here
   */
  run(job: Job, signal: AbortSignal): Promise<Death | undefined>;
  /** Lets go of processes and timers. */
  close(): void;
}

/**
 * Makes the executor of a study, as `localProcesses({ workers: 4 })` does.
 *
 * @param onNotice receives in one line what happened
 */
export type ExecutorOf = (place: TrialPlace, onNotice?: (line: string) => void) => Executor;

/** @throws {InputError} for a number of workers that is none */
export function checkWorkers(workers: number): void {
  if (!(Number.isInteger(workers) && workers >= 1)) throw new InputError('workers', workers, 'must be an integer ≥ 1');
}
