import { type McNemar, mcnemar } from './compare';

/** A run's predicted emotions, `[n]`, on images that all compared runs share. */
export interface Contestant {
  readonly name: string;
  readonly predictions: ArrayLike<number>;
}

/** Two runs on the same images. */
export interface Pair extends McNemar {
  readonly a: string;
  readonly b: string;
  /** Accuracy of A less that of B, points (%). */
  readonly difference: number;
  /** Mid-p, raised for the number of pairs that were looked at (S. Holm, 1979). */
  readonly adjusted: number;
  /** Whether `adjusted` is below 0.05. */
  readonly significant: boolean;
}

/**
 * Every two runs by McNemar's test on the same images. One in twenty comparisons of equal runs comes out below 0.05 by
 * chance, so the p-values are adjusted for how many there are.
 *
 * @param labels true emotions, `[n]`
 * @throws InputError where a run's predictions are not of these images
 */
export function comparePairs(labels: ArrayLike<number>, runs: readonly Contestant[]): Pair[] {
  const tests = runs.flatMap((a, i) =>
    runs.slice(i + 1).map((b) => ({ a: a.name, b: b.name, ...mcnemar(labels, a.predictions, b.predictions) })),
  );
  const adjusted = holm(tests.map(({ midP }) => midP));
  return tests.map((test, i) => ({
    ...test,
    difference: (100 * (test.onlyA - test.onlyB)) / labels.length,
    adjusted: adjusted[i],
    significant: adjusted[i] < 0.05,
  }));
}

/** Step-down: the smallest p counts m times, the next m − 1 times, and none falls below the one before it. */
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
