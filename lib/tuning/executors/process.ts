import { runTrial } from '../trial';
import type { ExecutorOf } from './executor';

/** Trains trials in this process, one after the other: for small studies, and for kinds defined in a notebook. */
export function inProcess(): ExecutorOf {
  return (study) => ({
    slots: 1,
    run: async (job, signal) => {
      await runTrial(study, job, signal);
      return undefined;
    },
    close: () => {},
  });
}
