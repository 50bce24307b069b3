/** Images by true (row) and predicted (column) class, `[classes, classes]`. */
export type ConfusionTable = readonly (readonly number[])[];

/** A metric that can select the best epoch: the higher, the better. */
export type SelectionMetric = (table: ConfusionTable) => number;

/** The images of each true class, `[classes]`. */
export function labelCounts(table: ConfusionTable): number[] {
  return table.map((row) => row.reduce((sum, count) => sum + count, 0));
}

/** The images that are predicted as each class, `[classes]`. */
export function predictedCounts(table: ConfusionTable): number[] {
  return table.map((_, k) => table.reduce((sum, row) => sum + row[k], 0));
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
