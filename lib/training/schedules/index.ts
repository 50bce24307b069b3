import { isFunction, Kind, type NameOf, records } from '../../core/kind';
import { cosine, cosineRestarts } from './cosine';
import { oneCycle } from './one-cycle';
import { plateau } from './plateau';
import type { Rates, Schedule, ScheduleOptions, ScheduleState } from './schedule';
import { step } from './step';

/**
 * Built-in schedules, by the values of `schedule=`, with PyTorch's semantics. To add one, add a file and a line here.
 */
const OURS = {
  plateau,
  step,
  onecycle: oneCycle,
  cosine,
  cosine_restarts: cosineRestarts,
  constant: (_, { lr }) => lr,
} as const satisfies Readonly<Record<string, Schedule>>;

/** Name of a learning-rate schedule, or path of a file that exports one. */
export type ScheduleName = NameOf<keyof typeof OURS>;

/** Schedules: built-in ones and the user's own. */
export const schedules = new Kind<Schedule, keyof typeof OURS>({
  key: 'schedule',
  ours: records<Schedule, keyof typeof OURS>(OURS),
  is: isFunction<Schedule>,
  what: 'a function of state and options that returns the learning rate',
});

/**
 * Registers a schedule under a name until the process ends.
 * @throws {InputError} for a built-in name
 */
export function defineSchedule(name: string, schedule: Schedule): Schedule {
  return schedules.define(name, schedule);
}

/**
 * Whether a schedule depends on the run's number of epochs, so that a prolonged run differs from a longer one. Assumed
 * for user-defined schedules.
 */
export function spansRun(name: ScheduleName): boolean {
  return schedules.origin(name) !== 'project' || schedules.get(name).spansRun === true;
}

/** Rate and momentum of the next step, including the warm-up. */
export function ratesOf(schedule: Schedule, state: ScheduleState, options: ScheduleOptions): Rates {
  const chosen = schedule(state, options);
  const { rate, momentum } = typeof chosen === 'number' ? { rate: chosen, momentum: options.momentum } : chosen;
  const done = state.history.length + (state.step + 1) / state.steps; // epochs, including this step
  return { rate: rate * Math.min(1, done / options.warmup), momentum }; // without a warm-up, done / 0 is infinite
}
