import { type AuditOptions, audit, exactGroups } from '../data/audit';
import { type Dataset, indicesOf, SPLITS, type Split } from '../data/dataset';
import { wilson } from './intervals';
import { type Predictions, predicted } from './metrics';
import type { WithoutCopies } from './subset-accuracies';

/** Copies among the images of a data set. */
export interface Copies {
  /**
   * Kind of the copies. `exact`: the same pixels; `near`: any copy of a photograph, as found by the audit; `alike`:
   * similar images, which the audit cannot distinguish from copies because its threshold was not chosen for this data.
   */
  readonly kind: WithoutCopies['kind'];
  /** Groups of copies, as indices in the data set. */
  readonly groups: readonly (readonly number[])[];
}

/** Finds the copies in a data set. Exact copies take a moment, the audit for others takes longer. */
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
 * Evaluates a split without the images that have a copy in the fitted data, since the network may have memorised them.
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
  const predictedLabels = predicted(predictions);
  const kept = Array.from(indicesOf(data, split).entries()).filter(([, place]) => !known.has(place));
  const hits = kept.filter(([i]) => predictedLabels[i] === predictions.labels[i]).length;
  const n = kept.length;
  return { kind, fitted, removed: predictedLabels.length - n, n, top1: hits / n, interval: wilson(hits, n) };
}
