import { type AuditOptions, audit, exactGroups } from '../data/audit';
import { type Dataset, indicesOf, SPLITS, type Split } from '../data/dataset';
import { wilson } from './intervals';
import { type Predictions, predicted } from './metrics';
import type { WithoutCopies } from './subset-accuracies';

/** Copies among the images of a data set. */
export interface Copies {
  /**
   * What counts as one: the same pixels; as the audit finds them, any copy of one photograph; or images alike, which
   * the audit cannot tell from copies because its threshold was not chosen on this data.
   */
  readonly kind: WithoutCopies['kind'];
  /** Groups of copies, by their places in the data set. */
  readonly groups: readonly (readonly number[])[];
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
  const said = predicted(predictions.probabilities);
  const kept = Array.from(indicesOf(data, split).entries()).filter(([, place]) => !known.has(place));
  const hits = kept.filter(([i]) => said[i] === predictions.labels[i]).length;
  const n = kept.length;
  return { kind, fitted, removed: said.length - n, n, top1: hits / n, interval: wilson(hits, n) };
}
