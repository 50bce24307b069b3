/** The standard normal quantile of a two-sided 95 % interval. */
const Z95 = 1.959963984540054;

/** Lower and upper bound, both 0–1. */
export type Interval = readonly [low: number, high: number];

/**
 * The 95 % score interval of a proportion (E. B. Wilson, 1927), which stays within 0–1 and keeps its coverage for small
 * `n` and for proportions near 0 or 1. It is `[0, 1]` for no trials.
 *
 * @param successes 0–`trials`
 */
export function wilson(successes: number, trials: number): Interval {
  const share = successes / trials;
  const square = Z95 ** 2 / trials;
  const centre = (share + square / 2) / (1 + square);
  const reach = (Z95 * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials))) / (1 + square);
  return [successes === 0 ? 0 : centre - reach, successes === trials ? 1 : centre + reach];
}

/**
 * A 95 % interval of one class's F1. Of the images with this label or prediction, the share `j` with both is a
 * proportion; F1 = 2j / (1 + j) increases with it, so the bounds of `j` give those of F1.
 *
 * @param confusion counts, `[classes, classes]`, rows are true labels
 */
export function f1Interval(confusion: readonly (readonly number[])[], label: number): Interval {
  const hits = confusion[label][label];
  const labelled = confusion[label].reduce((sum, count) => sum + count, 0);
  const predicted = confusion.reduce((sum, row) => sum + row[label], 0);
  const [low, high] = wilson(hits, labelled + predicted - hits);
  return [(2 * low) / (1 + low), (2 * high) / (1 + high)];
}
