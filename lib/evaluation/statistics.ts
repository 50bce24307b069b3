import { InputError } from '../core/errors';

/** Statistics of repeated runs, reported as `mean ± deviation (n)`. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Sample standard deviation (divided by n − 1); NaN for a single run. */
  readonly deviation: number;
}

/** Mean and standard deviation over runs that differ in their seed. */
export function spread(values: readonly number[]): Spread {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN };
}

/** A paired comparison of two classifiers, A and B, on the same images. */
export interface McNemar {
  /** Number of images that only A classified correctly. */
  readonly onlyA: number;
  /** Number of images that only B classified correctly. */
  readonly onlyB: number;
  /** Two-sided p of the exact binomial test, which is conservative. */
  readonly exact: number;
  /** Two-sided mid-p, which is less conservative and usually closer to the nominal level; report this one. */
  readonly midP: number;
}

/**
 * McNemar's test: if A and B are equally accurate, each image that only one of them classified correctly is A's or B's
 * with probability ½. Exact and mid-p as in Fagerland, Lydersen and Laake, 'The McNemar test for binary matched-pairs
 * data', 2013.
 *
 * @param labels true classes, `[n]`
 * @param a A's predicted classes, `[n]`
 * @param b B's predicted classes for the same images in the same order, `[n]`
 * @throws InputError if the lengths differ
 */
export function mcnemar(labels: ArrayLike<number>, a: ArrayLike<number>, b: ArrayLike<number>): McNemar {
  for (const { length } of [a, b]) {
    if (length !== labels.length)
      throw new InputError('predictions', length, `must be one for each of ${labels.length} labels`);
  }
  let onlyA = 0;
  let onlyB = 0;
  for (let i = 0; i < labels.length; i++) {
    if (a[i] === labels[i] && b[i] !== labels[i]) onlyA++;
    if (b[i] === labels[i] && a[i] !== labels[i]) onlyB++;
  }
  return { onlyA, onlyB, ...binomialTest(Math.min(onlyA, onlyB), onlyA + onlyB) };
}

/** Two-sided p of at most `fewer` heads in `n` tosses of a fair coin; mid-p counts equally likely outcomes half. */
function binomialTest(fewer: number, n: number): { exact: number; midP: number } {
  if (n === 0) return { exact: 1, midP: 1 };
  let logProbability = -n * Math.LN2; // of k heads
  let tail = 0;
  for (let k = 0; k <= fewer; k++) {
    if (k > 0) logProbability += Math.log((n - k + 1) / k);
    tail += Math.exp(logProbability);
  }
  const point = Math.exp(logProbability);
  const exact = Math.min(1, 2 * tail);
  return { exact, midP: exact - (2 * fewer === n ? point / 2 : point) };
}
