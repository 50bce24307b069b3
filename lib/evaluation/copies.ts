import { type AuditOptions, audit, exactGroups } from '../data/audit';
import { type Dataset, indicesOf, SPLITS, type Split } from '../data/dataset';
import { type Interval, wilson } from './intervals';
import { type Predictions, predicted } from './metrics';

/** Copies among the images of a data set. */
export interface Copies {
  /**
   * What counts as one: the same pixels; as the audit finds them, any copy of one photograph; or images alike, which
   * the audit cannot tell from copies because its threshold was not chosen on this data.
   */
  readonly kind: 'exact' | 'near' | 'alike';
  /** Groups of copies, by their places in the data set. */
  readonly groups: readonly (readonly number[])[];
}

/** Accuracy on the images of a split of which the network has seen no copy. */
export interface WithoutCopies {
  readonly kind: Copies['kind'];
  /** The splits that the network was fitted to. */
  readonly fitted: readonly Split[];
  /** Images that have a copy there and are left out. */
  readonly removed: number;
  /** Images that are left. */
  readonly n: number;
  /** Share of those whose label got the highest probability; NaN where none is left. */
  readonly top1: number;
  /** 95 % Wilson interval of `top1`. */
  readonly interval: Interval;
}

/** Finds the copies in a data set. The same pixels take a moment, the audit for all others some time. */
export async function findCopies(
  data: Dataset,
  kind: 'exact' | 'near',
  options: Pick<AuditOptions, 'signal' | 'onProgress'> = {},
): Promise<Copies> {
  if (kind === 'exact') return { kind, groups: exactGroups(data) };
  const { copies, calibrated } = await audit(data, options);
  return { kind: calibrated ? 'near' : 'alike', groups: copies };
}

/**
 * Looks at a split without the images that have a copy in what the network was fitted to: these it may know by heart.
 *
 * @param data all splits
 * @param predictions for the images of `split`, in the order of `data`
 */
export function withoutCopies(
  data: Dataset,
  split: Split,
  predictions: Predictions,
  fitted: readonly Split[],
  { kind, groups }: Copies,
): WithoutCopies {
  const isFitted = (i: number) => fitted.includes(SPLITS[data.splits[i]]);
  const known = new Set(groups.filter((group) => group.some(isFitted)).flat());
  const said = predicted(predictions);
  const kept = Array.from(indicesOf(data, split).entries()).filter(([, place]) => !known.has(place));
  const hits = kept.filter(([i]) => said[i] === predictions.labels[i]).length;
  const n = kept.length;
  return { kind, fitted, removed: said.length - n, n, top1: hits / n, interval: wilson(hits, n) };
}
