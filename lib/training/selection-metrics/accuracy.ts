import { type ConfusionTable, labelCounts } from './metric';

/** The share of images that are classified correctly, 0–1. */
export function accuracy(table: ConfusionTable): number {
  const images = labelCounts(table).reduce((sum, count) => sum + count, 0);
  return table.reduce((sum, row, k) => sum + row[k], 0) / images;
}
