import { printable } from '../core/excerpt';
import { type Evaluation, isOptimistic } from './metrics';

/** Mark of an optimistic number; {@link DAGGER_NOTE} explains it. */
export const DAGGER = '†';
/** The note that explains † below a table. */
export const DAGGER_NOTE = `${DAGGER} measured on the split that selected the weights, or to which they were fitted, so it is optimistic`;
/** Note for numbers of imported weights. */
export const UNKNOWN_NOTE = 'which split selected these weights is unknown, so it may be too high';

/** Note for numbers of networks on other data sets; → marks these. */
export const CROSS_NOTE = '→ cross-data-set: trained on the first data set, evaluated on the second';

type Accuracy = Pick<
  Evaluation,
  'split' | 'n' | 'split_size' | 'top1' | 'interval' | 'selected_on' | 'fitted' | 'cross'
>;
type Copies = Accuracy & Pick<Evaluation, 'without_copies'>;

/** An accuracy as shown everywhere: `73.28 % (71.81–74.70)`, with a dagger if it is optimistic. */
export function accuracyText(evaluation: Accuracy): string {
  const [low, high] = evaluation.interval;
  const mark = isOptimistic(evaluation) ? DAGGER : '';
  return `${percent(evaluation.top1)} %${mark} (${percent(low)}–${percent(high)})`;
}

/**
 * What was evaluated: the split, and for a network of another data set both data sets, such as `fer2013 → rafdb
 * PrivateTest` or `fer2013 → ckplus`.
 */
export function evaluatedOn({ split, cross }: Pick<Evaluation, 'split' | 'cross'>): string {
  if (!cross) return split;
  return `${printable(cross.trained_on)} → ${printable(cross.dataset)}${split === 'all' ? '' : ` ${split}`}`;
}

/** The heading of a chart: `PrivateTest, n = 3589: 73.28 % (71.81–74.70)`. */
export function evaluationTitle(evaluation: Accuracy): string {
  return `${evaluatedOn(evaluation)}, ${size(evaluation)}: ${accuracyText(evaluation)}`;
}

/** The state of the run at the evaluated weights, such as `epoch 12`; undefined for imported weights. */
export function whenTrained({
  epoch,
  step = 0,
  selected_on,
}: Pick<Evaluation, 'epoch' | 'step' | 'selected_on'>): string | undefined {
  if (epoch === undefined) return undefined;
  if (epoch + step === 0) return selected_on === null ? 'epoch 0' : undefined;
  return [...(epoch > 0 ? [`epoch ${epoch}`] : []), ...(step > 0 ? [`${step} steps`] : [])].join(' and ');
}

/** The number of evaluated images: `n = 3589`, or `n = 3123 of 3589` for a part of the split. */
function size({ n, split_size }: Pick<Evaluation, 'n' | 'split_size'>): string {
  return `n = ${n}${split_size === undefined ? '' : ` of ${split_size}`}`;
}

/** A description of the evaluation, such as `PrivateTest, n = 3589, ten crops, weights of epoch 12`. */
export function measured(evaluation: Evaluation, limit = ''): string {
  const when = whenTrained(evaluation);
  const parts = [evaluatedOn(evaluation), `${size(evaluation)}${limit}`, ...viewsOf(evaluation)];
  return [...parts, ...(when === undefined ? [] : [`weights of ${when}`])].join(', ');
}

/** The views that were averaged, such as `ten crops`; nothing if that is unknown, or one view of the whole face. */
export function viewsOf({ crops }: Pick<Evaluation, 'crops'>): string[] {
  return crops === 'unknown' || crops === 'whole' ? [] : [`${crops} crops`];
}

/** The split that selected the weights; undefined if none did, for example because it was fitted too. */
export function chosenOn({ selected_on, fitted = [] }: Pick<Evaluation, 'selected_on' | 'fitted'>) {
  return fitted.some((split) => split === selected_on) ? undefined : (selected_on ?? undefined);
}

/**
 * The accuracy without images that the network may have memorised, such as `without the 466 of which Training holds a
 * copy, n = 3123: 72.11 % (70.51–73.66)`; undefined if there are no such images.
 */
export function accuracyWithoutCopies(evaluation: Copies): string | undefined {
  const { split, selected_on, without_copies: rest, cross } = evaluation;
  if (!rest || rest.removed === 0) return undefined;
  const where = `${cross ? `${printable(cross.trained_on)} ` : ''}${rest.fitted.join(' or ')} holds ${HELD[rest.kind]}`;
  const marks = cross ? { fitted: [], selected_on: null } : { fitted: rest.fitted, selected_on };
  const result = rest.n === 0 ? 'none is left' : accuracyText({ ...rest, split, ...marks });
  return `without the ${rest.removed} of which ${where}, n = ${rest.n}: ${result}`;
}

const HELD = { exact: 'the same pixels', near: 'a copy', alike: 'an image alike' } as const;

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
