import type { EpochRecord } from '../history';

/**
 * The state that a schedule depends on: finished epochs and the position in the current one. A resumed run has the same
 * state.
 */
export interface ScheduleState {
  /** Finished epochs, in order. */
  readonly history: readonly EpochRecord[];
  /** Finished steps of the current epoch, and the steps of an epoch. */
  readonly step: number;
  readonly steps: number;
}

export interface ScheduleOptions {
  /** Initial rate; for the one-cycle schedule, the highest. */
  readonly lr: number;
  /** Epochs of the whole run. */
  readonly n_epochs: number;
  /** Momentum (β₁ of Adam); only the one-cycle schedule varies it. */
  readonly momentum: number;
  /** Epochs over which the rate increases from 0 to the schedule's. */
  readonly warmup: number;
}

/** Rates for the next step. */
export interface Rates {
  readonly rate: number;
  readonly momentum: number;
}

/** A learning-rate schedule: a function of the state of a training and its settings. */
export interface Schedule {
  /** The learning rate of the next step, or rate and momentum, before the warm-up. */
  (state: ScheduleState, options: ScheduleOptions): number | Rates;
  /** Whether it depends on the run's number of epochs, so that a prolonged run differs from a longer one. */
  readonly spansRun?: boolean;
}

/** Half a cosine wave from `from` at 0 to `to` at 1, continued periodically. */
export function halfWave(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
