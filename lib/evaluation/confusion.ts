import { type ConfusionTable, labelCounts, predictedCounts } from '../training/selection-metrics/metric';

/** One number per class, and their unweighted mean (`macro`). */
export type PerClass = { readonly macro: number } & Readonly<Record<string, number>>;

/** Precision, recall and F1 of each class. Shares are 0–1. */
export interface ClassMetrics {
  /** Share of the images predicted as a class that have this label; 0 if there are none. */
  readonly precision: PerClass;
  /** Share of the images with a label that are predicted as it; 0 if there are none. */
  readonly recall: PerClass;
  /** Harmonic mean of precision and recall; 0 if both are 0. */
  readonly f1: PerClass;
}

/** Images by true (row) and predicted (column) class: labels `[n]` and predictions `[n]` → `[classes, classes]`. */
export function confusion(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): number[][] {
  const table = Array.from({ length: classes }, () => Array<number>(classes).fill(0));
  for (let i = 0; i < labels.length; i++) table[labels[i]][predictions[i]]++;
  return table;
}

/**
 * Precision, recall and F1 of a confusion table `[classes, classes]`. Undefined shares are 0, as in scikit-learn.
 * @param averaged the classes that macro means cover @default all
 */
export function classMetrics(table: ConfusionTable, classes: readonly string[], averaged = classes): ClassMetrics {
  const [labelled, predicted] = [labelCounts(table), predictedCounts(table)];
  return {
    precision: perClass(classes, averaged, (k) => share(table[k][k], predicted[k])),
    recall: perClass(classes, averaged, (k) => share(table[k][k], labelled[k])),
    f1: perClass(classes, averaged, (k) => share(2 * table[k][k], labelled[k] + predicted[k])),
  };
}

function perClass(classes: readonly string[], averaged: readonly string[], value: (k: number) => number): PerClass {
  const values = classes.map((_, k) => value(k));
  const sum = values.reduce((total, v, k) => total + (averaged.includes(classes[k]) ? v : 0), 0);
  const macro = sum / averaged.length;
  return { macro, ...Object.fromEntries(classes.map((name, k) => [name, values[k]])) };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
