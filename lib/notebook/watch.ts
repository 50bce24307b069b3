import { learningCurves } from '../figures/learning-curves';
import { progress } from '../terminal/progress-line';
import type { TrainOptions } from '../training/train-options';
import { interruptSignal } from './interrupt';
import { live } from './live';
import { show } from './show';

/** The options that {@link watch} returns. */
type Watched = Required<Pick<TrainOptions, 'signal' | 'onNotice' | 'onProgress' | 'onEpoch'>>;

/**
 * Shows a run below the cell while it trains: a progress line, and curves that grow with every epoch. The interrupt
 * button stops the run after the current step, with a checkpoint.
 *
 * @param epochs epochs of the whole run: the length of the curves' axis
 * @example await train(settings, { data, ...watch(settings.n_epochs) });
 */
export function watch(epochs: number): Watched {
  const line = progress();
  const chart = live(learningCurves([], { nEpochs: epochs }));
  return {
    signal: interruptSignal(),
    onNotice: show,
    onProgress: line.update,
    onEpoch: (history) => {
      chart.update(learningCurves(history, { nEpochs: epochs }));
      if (history.length >= epochs) {
        line.finish();
        chart.finish();
      }
    },
  };
}
