import { InputError } from '../../core/errors';
import type { Job } from '../plan';
import type { OpenedStudy } from '../store';

/** Why a job's process ended before the job was done. */
export interface Death {
  /** In one line, such as `ended by SIGKILL`. */
  readonly reason: string;
  /**
   * Whether a restart would end the same way. Otherwise the job is restarted from its last checkpoint. @default false
   */
  readonly final?: boolean;
}

/** Runs a study's trials. */
export interface Executor {
  /** Maximum number of concurrent jobs. */
  readonly slots: number;
  /**
   * Runs a job until it is done or `signal` stops it with a checkpoint. Results are in the trial's files.
   *
   * @returns the reason, if its process died
   * @throws {InputError} if no job can run here
   */
  run(job: Job, signal: AbortSignal): Promise<Death | undefined>;
  /** Releases processes and timers. */
  close(): void;
}

/**
 * Creates the executor of a study; `localProcesses({ workers: 4 })` returns such a function.
 *
 * @param onNotice receives messages of one line
 */
export type ExecutorOf = (study: OpenedStudy, onNotice?: (line: string) => void) => Executor;

/** @throws {InputError} for an invalid number of workers */
export function checkWorkers(workers: number): void {
  if (!(Number.isInteger(workers) && workers >= 1)) throw new InputError('workers', workers, 'must be an integer ≥ 1');
}
