import { type Evaluation, isOptimistic } from './metrics';

/** Behind a number that was measured on the split its weights were selected on; {@link DAGGER_NOTE} says so. */
export const DAGGER = '†';
export const DAGGER_NOTE = `${DAGGER} measured on the split that selected the weights, so too high`;

type Accuracy = Pick<Evaluation, 'split' | 'n' | 'top1' | 'interval' | 'selected_on'>;

/** An accuracy as it is told everywhere: `73.28 % (71.81–74.70)`, with a dagger where it flatters. */
export function accuracy(evaluation: Accuracy): string {
  const [low, high] = evaluation.interval;
  const mark = isOptimistic(evaluation) ? DAGGER : '';
  return `${percent(evaluation.top1)} %${mark} (${percent(low)}–${percent(high)})`;
}

/** The heading of a chart: `PrivateTest, n = 3589: 73.28 % (71.81–74.70)`. */
export function heading(evaluation: Accuracy): string {
  return `${evaluation.split}, n = ${evaluation.n}: ${accuracy(evaluation)}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
