import type { EpochRecord } from '../history';

/** What a schedule depends on: the finished epochs, and the place in the current one. A resumed run has the same. */
export interface ScheduleState {
  /** Finished epochs, in order. */
  readonly history: readonly EpochRecord[];
  /** Finished steps of the current epoch, and the steps of an epoch. */
  readonly step: number;
  readonly steps: number;
}

export interface ScheduleOptions {
  /** Rate that the run starts with; of the one-cycle schedule, the highest. */
  readonly lr: number;
  /** Epochs of the whole run. */
  readonly n_epochs: number;
  /** Momentum (β₁ of Adam), which only the one-cycle schedule varies. */
  readonly momentum: number;
  /** Epochs over which the rate rises from 0 to the schedule's. */
  readonly warmup: number;
}

/** What the next step uses. */
export interface Rates {
  readonly rate: number;
  readonly momentum: number;
}

/** A learning-rate schedule: a function of the state of a training and its settings. */
export interface Schedule {
  /** The learning rate of the next step, or rate and momentum, before the warm-up. */
  (state: ScheduleState, options: ScheduleOptions): number | Rates;
  /** Whether it depends on the run's number of epochs, so that a prolonged run is not the same as a longer one. */
  readonly spansRun?: boolean;
}

/** From `from` at 0 to `to` at 1 in half a cosine wave, and on. */
export function halfWave(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
