import type { EpochRecord } from './history';
import type { ScheduleName } from './hyperparameters';

/** What a schedule looks at: the epochs behind, and the place in the one under way. A resumed run sees the same. */
export interface ScheduleState {
  /** Finished epochs, in order. */
  readonly history: readonly EpochRecord[];
  /** Finished steps of the epoch under way, and the steps of an epoch. */
  readonly step: number;
  readonly steps: number;
}

export interface ScheduleOptions {
  /** Rate that the run starts with; of the one-cycle schedule, the highest. */
  readonly lr: number;
  /** Epochs of the whole run. */
  readonly n_epochs: number;
  /** Momentum (β₁ of Adam), which only the one-cycle schedule moves. */
  readonly momentum: number;
  /** Epochs over which the rate rises from 0 to what the schedule says. */
  readonly warmup: number;
}

/** What the next step uses. */
export interface Rates {
  readonly rate: number;
  readonly momentum: number;
}

type Schedule = (state: ScheduleState, options: ScheduleOptions) => number | Rates;

/** The original study's settings for PyTorch's schedulers. */
const PLATEAU = { factor: 0.75, patience: 5, threshold: 1e-4 };
const STEP = { epochs: 20, factor: 0.5 };
const COSINE = { epochs: 10, least: 1e-6 };
/** PyTorch's defaults for OneCycleLR (Smith & Topin 2018): rise over 30 % of the steps, momentum the other way. */
const ONE_CYCLE = { rise: 0.3, start: 25, end: 1e4, momentum: [0.85, 0.95] } as const;

/** The schedules by the names that `schedule=` takes, with PyTorch's semantics. */
const schedules: Readonly<Record<ScheduleName, Schedule>> = {
  plateau,
  step: ({ history }, { lr }) => lr * STEP.factor ** Math.floor(history.length / STEP.epochs),
  onecycle: oneCycle,
  cosine: ({ history }, { lr }) => cosine(lr, COSINE.least, history.length / COSINE.epochs),
  cosine_restarts: ({ history }, { lr }) => cosine(lr, COSINE.least, (history.length % COSINE.epochs) / COSINE.epochs),
  constant: (_, { lr }) => lr,
};

/** Whether a schedule depends on the run's number of epochs, so that a prolonged run is not the same as a longer one. */
export function spansRun(name: ScheduleName): boolean {
  return name === 'onecycle';
}

/** Rate and momentum of the next step. */
export function ratesOf(name: ScheduleName, state: ScheduleState, options: ScheduleOptions): Rates {
  const chosen = schedules[name](state, options);
  const { rate, momentum } = typeof chosen === 'number' ? { rate: chosen, momentum: options.momentum } : chosen;
  const done = state.history.length + (state.step + 1) / state.steps; // epochs, this step counted
  return { rate: rate * Math.min(1, options.warmup === 0 ? 1 : done / options.warmup), momentum };
}

/** Lowers the rate to 3/4 when the validation accuracy has not risen for more than five epochs. */
function plateau({ history }: ScheduleState, { lr }: ScheduleOptions): number {
  let rate = lr;
  let best = Number.NEGATIVE_INFINITY;
  let waited = 0;
  for (const { validationAccuracy } of history) {
    if (validationAccuracy > best * (1 + PLATEAU.threshold)) {
      best = validationAccuracy;
      waited = 0;
    } else if (++waited > PLATEAU.patience) {
      rate *= PLATEAU.factor;
      waited = 0;
    }
  }
  return rate;
}

/** Up to the rate given and down to almost nothing, step by step, in half waves. */
function oneCycle({ history, step, steps }: ScheduleState, { lr, n_epochs }: ScheduleOptions): Rates {
  const last = n_epochs * steps - 1;
  const top = ONE_CYCLE.rise * n_epochs * steps - 1;
  const at = history.length * steps + step;
  const start = lr / ONE_CYCLE.start;
  const end = start / ONE_CYCLE.end;
  const [low, high] = ONE_CYCLE.momentum;
  if (at <= top) return { rate: cosine(start, lr, at / top), momentum: cosine(high, low, at / top) };
  const share = (at - top) / (last - top);
  return { rate: cosine(lr, end, share), momentum: cosine(low, high, share) };
}

/** From `from` at 0 to `to` at 1 in half a cosine wave, and on. */
function cosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
}
