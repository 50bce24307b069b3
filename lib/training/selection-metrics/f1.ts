import { type ConfusionTable, labelCounts, meanOf, predictedCounts } from './metric';

/** Macro F1 as in scikit-learn, 0–1: the mean over all classes; 0 for a class that is neither a label nor predicted. */
export function f1(table: ConfusionTable): number {
  const [labels, predicted] = [labelCounts(table), predictedCounts(table)];
  return meanOf(table.map((row, k) => (2 * row[k]) / Math.max(1, labels[k] + predicted[k])));
}
