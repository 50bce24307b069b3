import { type ConfusionTable, labelCounts, meanOf } from './metric';

/** Mean recall over the classes that occur among the labels (scikit-learn's `balanced_accuracy_score`), 0–1. */
export function balancedAccuracy(table: ConfusionTable): number {
  const images = labelCounts(table);
  return meanOf(table.flatMap((row, k) => (images[k] === 0 ? [] : [row[k] / images[k]])));
}
