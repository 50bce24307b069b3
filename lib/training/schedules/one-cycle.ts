import { halfWave, type Rates, type Schedule, type ScheduleOptions, type ScheduleState } from './schedule';

/**
 * PyTorch's defaults for OneCycleLR (Smith & Topin 2018): increases over 30 % of the steps; momentum varies inversely.
 */
const RISE = 0.3;
const START = 25;
const END = 1e4;
const [LOW, HIGH] = [0.85, 0.95];

/** Increases to the given rate and decreases to almost 0, step by step, in half cosine waves. */
export const oneCycle: Schedule = Object.assign(rates, { spansRun: true });

function rates({ history, step, steps }: ScheduleState, { lr, n_epochs }: ScheduleOptions): Rates {
  const last = n_epochs * steps - 1;
  const top = RISE * n_epochs * steps - 1;
  const at = history.length * steps + step;
  const start = lr / START;
  const end = start / END;
  if (at <= top) return { rate: halfWave(start, lr, at / top), momentum: halfWave(HIGH, LOW, at / top) };
  const share = (at - top) / (last - top);
  return { rate: halfWave(lr, end, share), momentum: halfWave(LOW, HIGH, share) };
}
