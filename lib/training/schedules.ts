import type { EpochRecord } from './history';
import type { ScheduleName } from './hyperparameters';

/** What a schedule looks at: the epochs behind and the settings of the run. Nothing else, so a resumed run agrees. */
export interface Progress {
  /** Finished epochs, in order. */
  readonly history: readonly EpochRecord[];
  /** Rate that the run starts with. */
  readonly learningRate: number;
  /** Epochs of the whole run. */
  readonly epochs: number;
}

/** The learning rate of the epoch after `progress.history`. */
export type Schedule = (progress: Progress) => number;

/** Factor, patience and threshold of the plateau schedule, as the original study sets PyTorch's ReduceLROnPlateau. */
const PLATEAU = { factor: 0.75, patience: 5, threshold: 1e-4 };

/** The schedules by the names that `schedule=` takes. */
export const schedules: Readonly<Record<ScheduleName, Schedule>> = {
  constant: ({ learningRate }) => learningRate,
  plateau,
};

/** Lowers the rate to 3/4 when the validation accuracy has not risen for more than five epochs. */
function plateau({ history, learningRate }: Progress): number {
  let rate = learningRate;
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
