import { InputError } from '../core/errors';
import type { EvaluatedSplit, Split } from '../data/dataset';
import { type ClassMetrics, classMetrics, confusion } from './confusion';
import type { CrossFacts } from './cross/cross-facts';
import { finiteLog } from './finite-log';
import { type Interval, wilson } from './intervals';
import type { AgreementBin, WithoutCopies } from './subset-accuracies';

/** Tolerance for the sum of a row of probabilities, which allows for half precision and six written digits. */
const TOLERANCE = 0.01;

/** Labels and predicted probabilities. */
export interface Predictions {
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
  /** Index into {@link classes}, `[n]`. */
  readonly labels: Uint8Array;
  /** Each row sums to 1, `[n, classes]`. */
  readonly probabilities: Float32Array;
}

/** Metrics of predictions. Shares are 0–1. */
export interface Metrics extends ClassMetrics {
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
  /** Number of images. */
  readonly n: number;
  /** Share of images whose label has the highest probability. */
  readonly top1: number;
  /** Share of images whose label is among the two highest probabilities. */
  readonly top2: number;
  /** Mean cross-entropy, nats. */
  readonly loss: number;
  /** Images by true (row) and predicted (column) class, `[classes, classes]`. */
  readonly confusion: readonly (readonly number[])[];
  /** 95 % Wilson interval of `top1`. */
  readonly interval: Interval;
}

/** Content of `evaluation/SPLIT.json`. */
export interface Evaluation extends Metrics {
  readonly split: EvaluatedSplit;
  /** Number of images in the split, if only some of them were evaluated. */
  readonly split_size?: number;
  /** SHA-256 over images, labels and split: evaluations with the same value can be compared image by image. */
  readonly sha256?: string;
  /** The averaged views of an image, or `unknown`. */
  readonly crops: string;
  /** Finished epochs of the weights, and steps of the next one; 0 for imported weights. */
  readonly epoch?: number;
  readonly step?: number;
  /**
   * The split that selected these weights among the epochs; null if none did, for example for the last epoch; or
   * unknown.
   */
  readonly selected_on: Split | 'unknown' | null;
  /** The splits that the weights were fitted to, if known. */
  readonly fitted?: readonly Split[];
  /** The accuracy without images that the network may have memorised; missing for fitted splits. */
  readonly without_copies?: WithoutCopies;
  /** Present if only classes were predicted: `top2` and `loss` are then null. */
  readonly labels_only?: true;
  /** Accuracy by the agreement of FER+'s annotators, if their votes are available. */
  readonly agreement?: readonly AgreementBin[];
  /** Present if the network was trained on another data set. */
  readonly cross?: CrossFacts;
  /** The classes that macro means cover; present if the classifier has classes that the data lacks. */
  readonly averaged?: readonly string[];
}

/** Metrics that need probabilities, if only classes were predicted. */
export const WITHOUT_PROBABILITIES = { labels_only: true, top2: Number.NaN, loss: Number.NaN } as const;

/** Whether the evaluated split selected the weights, or was fitted, so that the numbers are optimistic. */
export function isOptimistic({
  split,
  selected_on,
  fitted = [],
}: Pick<Evaluation, 'split' | 'selected_on' | 'fitted'>): boolean {
  return split === selected_on || fitted.some((each) => each === split);
}

/** The classes that the macro means of an evaluation cover. */
export function averagedClasses({
  classes,
  cross,
  averaged,
}: Pick<Evaluation, 'classes' | 'cross' | 'averaged'>): readonly string[] {
  return cross?.shared ?? averaged ?? classes;
}

/**
 * Every metric of a set of predictions. Of two equal probabilities, the earlier class ranks first.
 *
 * @param averaged the classes that macro means cover @default all
 * @throws InputError without images, for an invalid label, and for invalid probabilities, such as a diverged network's
 *   NaN
 */
export function measure(predictions: Predictions, averaged = predictions.classes): Metrics {
  checkPredictions(predictions);
  const { classes, labels, probabilities } = predictions;
  const n = labels.length;
  const table = confusion(labels, predicted(predictions), classes.length);
  const hits = table.reduce((sum, row, k) => sum + row[k], 0);
  return {
    classes,
    n,
    top1: hits / n,
    top2: labels.reduce((sum, _, i) => sum + (rank(predictions, i) < 2 ? 1 : 0), 0) / n,
    loss: labels.reduce((sum, y, i) => sum - finiteLog(probabilities[i * classes.length + y]), 0) / n,
    ...classMetrics(table, classes, averaged),
    confusion: table,
    interval: wilson(hits, n),
  };
}

/** The class with the highest probability, `[n]`. */
export function predicted({ classes, probabilities }: Pick<Predictions, 'classes' | 'probabilities'>): Uint8Array {
  return largest(probabilities, classes.length);
}

/** Place of the largest value in each row, the first of equals: `[n, classes]` → `[n]`. */
export function largest(values: Float32Array, classes: number): Uint8Array {
  const best = new Uint8Array(values.length / classes);
  for (let i = 0; i < best.length; i++) {
    for (let k = 1; k < classes; k++) {
      if (values[i * classes + k] > values[i * classes + best[i]]) best[i] = k;
    }
  }
  return best;
}

/** @throws InputError as {@link measure} does */
export function checkPredictions({ classes, labels, probabilities }: Predictions): void {
  const width = classes.length;
  if (labels.length === 0) throw new InputError('predictions', 0, 'there must be at least one image');
  if (probabilities.length !== labels.length * width) {
    throw new InputError('probabilities', probabilities.length, `must be ${width} for each of ${labels.length} labels`);
  }
  const stray = labels.find((label) => label >= width);
  if (stray !== undefined) throw new InputError('label', stray, `must be 0–${width - 1}`);
  for (let i = 0; i < labels.length; i++) {
    const row = probabilities.subarray(i * width, (i + 1) * width);
    const sum = row.reduce((total, p) => total + p, 0);
    if (!row.every((p) => p >= 0) || Math.abs(sum - 1) > TOLERANCE) {
      throw new InputError(`probabilities of image ${i}`, row.join(' '), 'must be ≥ 0 and sum to 1');
    }
  }
}

/** The number of classes that rank before image `i`'s label. */
function rank({ classes, labels, probabilities }: Predictions, i: number): number {
  const row = i * classes.length;
  const own = probabilities[row + labels[i]];
  let before = 0;
  for (let k = 0; k < classes.length; k++) {
    const other = probabilities[row + k];
    if (other > own || (other === own && k < labels[i])) before++;
  }
  return before;
}
