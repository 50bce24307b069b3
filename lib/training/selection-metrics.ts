import type { EpochRecord } from './history';

/**
 * Balanced accuracy and macro F1 of a validation, 0–1, as scikit-learn defines them; none without a table.
 *
 * @param table images by true (row) and predicted (column) class, `[classes · classes]`
 */
export function selectionMetrics(
  table: Float32Array | undefined,
  classes: number,
): Pick<EpochRecord, 'validationBalancedAccuracy' | 'validationF1'> {
  if (table === undefined) return {};
  const places = Array.from({ length: classes }, (_, k) => k);
  const carries = places.map((k) => places.reduce((sum, x) => sum + table[k * classes + x], 0));
  const given = places.map((k) => places.reduce((sum, y) => sum + table[y * classes + k], 0));
  const hits = (k: number) => table[k * classes + k];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    validationBalancedAccuracy: mean(places.filter((k) => carries[k] > 0).map((k) => hits(k) / carries[k])),
    validationF1: mean(places.map((k) => (2 * hits(k)) / Math.max(1, carries[k] + given[k]))),
  };
}
