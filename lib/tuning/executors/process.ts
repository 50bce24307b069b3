import { runTrial } from '../trial';
import type { ExecutorOf } from './executor';

/** Trains the trials here, one after the other: for small studies, and for what a notebook defined. */
export function inProcess(): ExecutorOf {
  return (place) => ({
    slots: 1,
    run: async (job, signal) => {
      await runTrial(place, job, signal);
      return undefined;
    },
    close: () => {},
  });
}
