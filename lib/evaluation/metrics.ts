import { InputError } from '../core/errors';
import { EMOTIONS, type Emotion, type Split } from '../data/dataset';
import { type Interval, wilson } from './intervals';
import type { AgreementBin, WithoutCopies } from './subset-accuracies';

const CLASSES = EMOTIONS.length;
/** The smallest normal float32 replaces underflowed probabilities, so that the loss stays finite. */
const SMALLEST = 2 ** -126;
/** Tolerance for the sum of a row of probabilities, which allows for half precision and six written digits. */
const TOLERANCE = 0.01;

/** Labels and predicted probabilities. */
export interface Predictions {
  /** Index into {@link EMOTIONS}, `[n]`. */
  readonly labels: Uint8Array;
  /** Each row sums to 1, `[n, 7]`. */
  readonly probabilities: Float32Array;
}

/** One number per emotion, and their unweighted mean (`macro`). */
export type PerClass = Readonly<Record<'macro' | Emotion, number>>;

/** Metrics of predictions. Shares are 0–1. */
export interface Metrics {
  /** Number of images. */
  readonly n: number;
  /** Share of images whose label has the highest probability. */
  readonly top1: number;
  /** Share of images whose label is among the two highest probabilities. */
  readonly top2: number;
  /** Mean cross-entropy, nats. */
  readonly loss: number;
  /** Share of the images predicted as an emotion that have this label; 0 if there are none. */
  readonly precision: PerClass;
  /** Share of the images with a label that are predicted as it; 0 if there are none. */
  readonly recall: PerClass;
  /** Harmonic mean of precision and recall; 0 if both are 0. */
  readonly f1: PerClass;
  /** Images by true (row) and predicted (column) emotion, `[7, 7]`. */
  readonly confusion: readonly (readonly number[])[];
  /** 95 % Wilson interval of `top1`. */
  readonly interval: Interval;
}

/** Content of `evaluation/SPLIT.json`. */
export interface Evaluation extends Metrics {
  readonly split: Split;
  /** Number of images in the split, if only some of them were evaluated. */
  readonly split_size?: number;
  /** SHA-256 over images, labels and split: evaluations with the same value can be compared image by image. */
  readonly sha256?: string;
  /** The averaged views of an image, or `unknown`. */
  readonly crops: string;
  /** Finished epochs of the weights, and steps of the next one; 0 for imported weights. */
  readonly epoch?: number;
  readonly step?: number;
  /** The split that selected these weights among the epochs; null if none did, as for the last epoch; or unknown. */
  readonly selected_on: Split | 'unknown' | null;
  /** The splits that the weights were fitted to, if known. */
  readonly fitted?: readonly Split[];
  /** The accuracy without images that the network may have memorised; missing for fitted splits. */
  readonly without_copies?: WithoutCopies;
  /** Present if only classes were predicted: `top2` and `loss` are then null. */
  readonly labels_only?: true;
  /** Accuracy by the agreement of FER+'s annotators, if their votes are available. */
  readonly agreement?: readonly AgreementBin[];
}

/** Whether the evaluated split selected the weights, or was fitted, so that the numbers are optimistic. */
export function isOptimistic({
  split,
  selected_on,
  fitted = [],
}: Pick<Evaluation, 'split' | 'selected_on' | 'fitted'>): boolean {
  return split === selected_on || fitted.includes(split);
}

/**
 * Every metric of a set of predictions. Of two equal probabilities, the earlier emotion ranks first.
 *
 * @throws InputError without images, for an invalid label, and for invalid probabilities, such as a diverged network's NaN
 */
export function measure(predictions: Predictions): Metrics {
  checkPredictions(predictions);
  const { labels, probabilities } = predictions;
  const n = labels.length;
  const table = confusion(labels, predicted(probabilities));
  const hits = EMOTIONS.reduce((sum, _, k) => sum + table[k][k], 0);
  return {
    n,
    top1: hits / n,
    top2: labels.reduce((sum, _, i) => sum + (rank(predictions, i) < 2 ? 1 : 0), 0) / n,
    loss: labels.reduce((sum, y, i) => sum - Math.log(Math.max(probabilities[i * CLASSES + y], SMALLEST)), 0) / n,
    ...classMetrics(table),
    confusion: table,
    interval: wilson(hits, n),
  };
}

/** The emotion with the highest probability, `[n, 7]` → `[n]`. */
export function predicted(probabilities: Float32Array): Uint8Array {
  const best = new Uint8Array(probabilities.length / CLASSES);
  for (let i = 0; i < best.length; i++) {
    for (let k = 1; k < CLASSES; k++) {
      if (probabilities[i * CLASSES + k] > probabilities[i * CLASSES + best[i]]) best[i] = k;
    }
  }
  return best;
}

/** Images by true (row) and predicted (column) emotion: labels `[n]` and predictions `[n]` → `[7, 7]`. */
export function confusion(labels: ArrayLike<number>, predictions: ArrayLike<number>): number[][] {
  const table = EMOTIONS.map(() => EMOTIONS.map(() => 0));
  for (let i = 0; i < labels.length; i++) table[labels[i]][predictions[i]]++;
  return table;
}

/** Precision, recall and F1 of a confusion table `[7, 7]`. Undefined shares are 0, as in scikit-learn. */
export function classMetrics(table: readonly (readonly number[])[]): Pick<Metrics, 'precision' | 'recall' | 'f1'> {
  const carries = table.map((row) => row.reduce((sum, count) => sum + count, 0)); // [7]
  const given = table.map((_, k) => table.reduce((sum, row) => sum + row[k], 0)); // [7]
  return {
    precision: perClass((k) => share(table[k][k], given[k])),
    recall: perClass((k) => share(table[k][k], carries[k])),
    f1: perClass((k) => share(2 * table[k][k], carries[k] + given[k])),
  };
}

/** @throws InputError as {@link measure} does */
export function checkPredictions({ labels, probabilities }: Predictions): void {
  if (labels.length === 0) throw new InputError('predictions', 0, 'there must be at least one image');
  if (probabilities.length !== labels.length * CLASSES) {
    throw new InputError(
      'probabilities',
      probabilities.length,
      `must be ${CLASSES} for each of ${labels.length} labels`,
    );
  }
  const stray = labels.find((label) => label >= CLASSES);
  if (stray !== undefined) throw new InputError('label', stray, `must be 0–${CLASSES - 1}`);
  for (let i = 0; i < labels.length; i++) {
    const row = probabilities.subarray(i * CLASSES, (i + 1) * CLASSES);
    const sum = row.reduce((total, p) => total + p, 0);
    if (!row.every((p) => p >= 0) || Math.abs(sum - 1) > TOLERANCE) {
      throw new InputError(`probabilities of image ${i}`, row.join(' '), 'must be ≥ 0 and sum to 1');
    }
  }
}

/** The number of emotions that rank before image `i`'s label. */
function rank({ labels, probabilities }: Predictions, i: number): number {
  const own = probabilities[i * CLASSES + labels[i]];
  let before = 0;
  for (let k = 0; k < CLASSES; k++) {
    const other = probabilities[i * CLASSES + k];
    if (other > own || (other === own && k < labels[i])) before++;
  }
  return before;
}

function perClass(value: (k: number) => number): PerClass {
  const values = EMOTIONS.map((_, k) => value(k));
  const macro = values.reduce((sum, v) => sum + v, 0) / CLASSES;
  return { macro, ...(Object.fromEntries(EMOTIONS.map((name, k) => [name, values[k]])) as Record<Emotion, number>) };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
