import { InputError } from '../core/errors';
import { canonicalClass } from '../data/class-names';
import { type Evaluation, type Predictions, predicted } from './metrics';
import { type McNemar, mcnemar } from './statistics';
import type { StoredEvaluation } from './stored';

/** A run's evaluation, with the name of the run. */
export interface Contestant extends Pick<StoredEvaluation, 'predictions' | 'rows'> {
  readonly name: string;
  readonly evaluation?: Pick<Evaluation, 'sha256'>;
}

/** A comparison of two runs on the same images. */
export interface Pair extends McNemar {
  readonly a: string;
  readonly b: string;
  /** Accuracy of A minus that of B, in percentage points. */
  readonly difference: number;
  /** Mid-p, adjusted for the number of pairs (S. Holm, 1979). */
  readonly adjusted: number;
  /** Whether `adjusted` is below 0.05. */
  readonly significant: boolean;
}

/**
 * Compares every pair of runs by McNemar's test on the same images. One in twenty comparisons of equal runs is below
 * 0.05 by chance, so the p-values are adjusted for the number of comparisons.
 *
 * @throws InputError if the runs were not evaluated on the same images
 */
export function comparePairs(runs: readonly Contestant[]): Pair[] {
  for (const run of runs) checkSameImages(runs[0], run);
  const right = runs.map(({ predictions }) => hits(predictions)); // networks may order their classes differently
  const tests = runs.flatMap((a, i) =>
    runs.slice(i + 1).map((b, k) => {
      const n = right[i].length;
      const test = mcnemar(new Uint8Array(n).fill(1), right[i], right[i + 1 + k]);
      return { a: a.name, b: b.name, difference: (100 * (test.onlyA - test.onlyB)) / n, ...test };
    }),
  );
  const adjusted = holm(tests.map(({ midP }) => midP));
  return tests.map((test, i) => ({ ...test, adjusted: adjusted[i], significant: adjusted[i] < 0.05 }));
}

/** 1 for each image that was predicted right, else 0. */
function hits(predictions: Predictions): Uint8Array {
  return predicted(predictions).map((label, i) => (label === predictions.labels[i] ? 1 : 0));
}

/** The class of each image, under a name that networks share. */
function classNames({ classes, labels }: Predictions): string[] {
  const names = classes.map(canonicalClass);
  return Array.from(labels, (label) => names[label]);
}

function checkSameImages(a: Contestant, b: Contestant): void {
  const sameRows = a.rows.length === b.rows.length && a.rows.every((row, i) => row === b.rows[i]);
  const [first, second] = [a, b].map(({ evaluation }) => evaluation?.sha256);
  const other = first !== undefined && second !== undefined && first !== second;
  const [ours, theirs] = [a, b].map(({ predictions }) => classNames(predictions));
  if (other || !sameRows || !ours.every((name, i) => name === theirs[i])) {
    throw new InputError(
      b.name,
      `${b.rows.length} images`,
      `must be evaluated on the ${a.rows.length} images of ${a.name}`,
    );
  }
}

/** Step-down: the smallest p is multiplied by m, the next by m − 1 and so on, and none is below the previous one. */
function holm(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const adjusted: number[] = [];
  let floor = 0;
  order.forEach((index, position) => {
    floor = Math.max(floor, Math.min(1, (values.length - position) * values[index]));
    adjusted[index] = floor;
  });
  return adjusted;
}
