import { bestEpoch, type EpochRecord } from '../training/history';
import type { Hyperparameters } from '../training/hyperparameters';

/**
 * The last epoch of a history, in a line:
 * `epoch 3  train 1.2130 52.3 %  validation 1.1900 54.1 %  rate 0.01  62.0 s  best so far`.
 */
export function epochLine(
  history: readonly EpochRecord[],
  { fit, select_on }: Pick<Hyperparameters, 'fit' | 'select_on'>,
): string {
  const last = history[history.length - 1];
  if (!last) return 'no epochs: the initial weights are saved';
  // If the validation images are fitted too, no epoch is better on them.
  const isBest = fit === 'training' && bestEpoch(history, select_on) === last;
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  return [
    `epoch ${last.epoch}`,
    `train ${last.trainLoss.toFixed(4)} ${share(last.trainAccuracy)}`,
    `validation ${last.validationLoss.toFixed(4)} ${share(last.validationAccuracy)}`,
    `rate ${Number(last.learningRate.toPrecision(3))}`,
    `${last.seconds.toFixed(1)} s${isBest ? '  best so far' : ''}`,
  ].join('  ');
}
