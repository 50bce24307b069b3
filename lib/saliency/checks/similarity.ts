import { rowOf } from '../sweep';

/** The mean of a similarity over two lists of maps, `[n, area]` each. Skips maps without heat. */
export function meanSimilarity(
  a: Float32Array,
  b: Float32Array,
  area: number,
  similarity: (a: Float32Array, b: Float32Array) => number,
): number {
  const values: number[] = [];
  for (let i = 0; i < a.length / area; i++) {
    const maps = [rowOf(a, i, area), rowOf(b, i, area)] as const;
    if (maps.every((map) => map.some((value) => value !== 0))) values.push(similarity(...maps));
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Spearman's rank correlation, −1 to 1; ties have their mean rank. NaN if a map is uniform. */
export function spearman(a: Float32Array, b: Float32Array): number {
  return correlation(ranks(a), ranks(b));
}

/** Width of {@link ssim}'s sliding window in pixels. */
const WINDOW = 7;
/** Constants that stabilise its quotients, for values of 0–1. */
const [C1, C2] = [0.01 ** 2, 0.03 ** 2];

/**
 * Structural similarity of two maps of 0–1, −1 to 1: the mean over all whole 7×7 windows (Wang, Bovik, Sheikh and
 * Simoncelli 2004, with even weights and sample covariance).
 */
export function ssim(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  const size = Math.sqrt(a.length);
  const places = size - WINDOW + 1;
  for (let top = 0; top < places; top++) {
    for (let left = 0; left < places; left++) {
      const { meanA, meanB, varianceA, varianceB, covariance } = momentsAt(a, b, size, top, left);
      const likeness = (2 * meanA * meanB + C1) * (2 * covariance + C2);
      sum += likeness / ((meanA ** 2 + meanB ** 2 + C1) * (varianceA + varianceB + C2));
    }
  }
  return sum / places ** 2;
}

function momentsAt(a: Float32Array, b: Float32Array, size: number, top: number, left: number) {
  let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
  for (let y = top; y < top + WINDOW; y++) {
    for (let k = y * size + left; k < y * size + left + WINDOW; k++) {
      sumA += a[k];
      sumB += b[k];
      squaresA += a[k] * a[k];
      squaresB += b[k] * b[k];
      products += a[k] * b[k];
    }
  }
  const n = WINDOW ** 2;
  return {
    meanA: sumA / n,
    meanB: sumB / n,
    varianceA: (squaresA - sumA ** 2 / n) / (n - 1),
    varianceB: (squaresB - sumB ** 2 / n) / (n - 1),
    covariance: (products - (sumA * sumB) / n) / (n - 1),
  };
}

function ranks(values: Float32Array): Float64Array {
  const order = Uint32Array.from(values, (_, k) => k).sort((i, j) => values[i] - values[j]);
  const ranked = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) ranked[order[k]] = (from + to - 1) / 2;
    from = to;
  }
  return ranked;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (a.length - 1) / 2; // mean rank
  let [products, squaresA, squaresB] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    products += (a[k] - mean) * (b[k] - mean);
    squaresA += (a[k] - mean) ** 2;
    squaresB += (b[k] - mean) ** 2;
  }
  return products / Math.sqrt(squaresA * squaresB);
}
