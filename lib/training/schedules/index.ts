import { isFunction, Kind, type NameOf, records } from '../../core/kind';
import { cosine, cosineRestarts } from './cosine';
import { oneCycle } from './one-cycle';
import { plateau } from './plateau';
import type { Rates, Schedule, ScheduleOptions, ScheduleState } from './schedule';
import { step } from './step';

/** The schedules by the names that `schedule=` takes, with PyTorch's semantics. A further one is a file and a line here. */
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

/** Schedules: those that come with the project, and the user's own. */
export const schedules = new Kind<Schedule, keyof typeof OURS>({
  key: 'schedule',
  ours: records<Schedule, keyof typeof OURS>(OURS),
  is: isFunction<Schedule>,
  what: 'a function of state and options that gives the learning rate',
});

/**
 * Makes `schedule=name` follow this one until the process ends.
 * @throws {InputError} for a name that comes with the project
 */
export function defineSchedule(name: string, schedule: Schedule): Schedule {
  return schedules.define(name, schedule);
}

/**
 * Whether a schedule depends on the run's number of epochs, so that a prolonged run is not the same as a longer one. One of
 * the user's own may.
 */
export function spansRun(name: ScheduleName): boolean {
  return schedules.origin(name) !== 'project' || schedules.get(name).spansRun === true;
}

/** Rate and momentum of the next step, the warm-up included. */
export function ratesOf(schedule: Schedule, state: ScheduleState, options: ScheduleOptions): Rates {
  const chosen = schedule(state, options);
  const { rate, momentum } = typeof chosen === 'number' ? { rate: chosen, momentum: options.momentum } : chosen;
  const done = state.history.length + (state.step + 1) / state.steps; // epochs, this step counted
  return { rate: rate * Math.min(1, options.warmup === 0 ? 1 : done / options.warmup), momentum };
}
