import type { TrainingState } from './checkpoint-files';
import type { Progress } from './train-options';

/** The epoch whose progress is measured. */
export interface MeasuredEpoch {
  /** Images of each step. */
  readonly steps: readonly ArrayLike<number>[];
  /** Epochs of the run. */
  readonly epochs: number;
  /** Images of each later epoch. */
  readonly images: number;
}

/**
 * Measures the progress of an epoch, from the steps that this process has run.
 *
 * @param start state in which this process starts or resumes the epoch
 * @param clock the time in milliseconds; @default Date.now
 * @returns a function of the state after each step
 */
export function progressMeter(
  { steps, epochs, images }: MeasuredEpoch,
  start: TrainingState,
  clock = Date.now,
): (state: TrainingState) => Progress {
  const before = imagesIn(steps.slice(0, start.step));
  const began = clock();
  return ({ history, step, sums }) => {
    const epoch = history.length + 1;
    const seen = imagesIn(steps.slice(0, step));
    const imagesPerSecond = (seen - before) / ((clock() - began) / 1000);
    return {
      ...{ epoch, epochs, step, steps: steps.length, imagesPerSecond },
      loss: sums.loss / seen,
      accuracy: sums.correct / seen,
      secondsLeft: (images * (epochs - epoch + 1) - seen) / imagesPerSecond,
    };
  };
}

/** The number of images in some steps. */
export function imagesIn(steps: readonly ArrayLike<number>[]): number {
  return steps.reduce((sum, { length }) => sum + length, 0);
}
