import { type Evaluation, isOptimistic } from './metrics';

/** Behind a number that was measured on the split its weights were selected on; {@link DAGGER_NOTE} says so. */
export const DAGGER = '†';
export const DAGGER_NOTE = `${DAGGER} measured on the split that selected the weights, so too high`;
/** Goes with a number of imported weights. */
export const UNKNOWN_NOTE = 'which split selected these weights is unknown, so it may be too high';

type Accuracy = Pick<Evaluation, 'split' | 'n' | 'top1' | 'interval' | 'selected_on'>;
type Copies = Accuracy & Pick<Evaluation, 'without_copies'>;

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

/** Whose weights were measured, as `, weights of epoch 12`; nothing for imported ones. */
export function weightsOf({
  epoch,
  step = 0,
  selected_on,
}: Pick<Evaluation, 'epoch' | 'step' | 'selected_on'>): string {
  if (epoch === undefined) return '';
  if (epoch + step === 0) return selected_on === null ? ', initial weights' : '';
  return `, weights of ${[...(epoch > 0 ? [`epoch ${epoch}`] : []), ...(step > 0 ? [`${step} steps`] : [])].join(' and ')}`;
}

/**
 * What is left of an accuracy without what the network may know by heart, as `without the 466 of which Training holds a
 * copy, n = 3123: 72.11 % (70.51–73.66)`; undefined where that takes nothing away.
 */
export function accuracyWithoutCopies(evaluation: Copies): string | undefined {
  const { split, selected_on, without_copies: rest } = evaluation;
  if (!rest || rest.removed === 0) return undefined;
  const where = `${rest.fitted.join(' or ')} holds ${rest.kind === 'exact' ? 'the same pixels' : 'a copy'}`;
  const told = rest.n === 0 ? 'none is left' : accuracy({ ...rest, split, selected_on });
  return `without the ${rest.removed} of which ${where}, n = ${rest.n}: ${told}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
