import { roundingTolerance } from '../rounding';

const TILE = 5;
const KERNEL = 3;
const POINTS = [0, 1, -1, 1 / 2, -2, 2];
const { INPUT, FILTER, OUTPUT } = transforms();

/**
 * How much larger the rounding errors of Winograd's algorithm are than those of a plain convolution, as root mean
 * squares for random pictures and filters. Along one axis an output of a tile is Σₚ Aₚᵢ (Gₚ · g)(Bₚ · d); each of the 7
 * products has the variance ‖Gₚ‖² ‖Bₚ‖² and an error in proportion. Summed over a tile that is Σₚ ‖Aₚ‖² ‖Bₚ‖² ‖Gₚ‖²,
 * where a plain convolution has 5 · 3 products of variance 1. The gradients are the same products with the transforms
 * in other places, so their sum is the same. Two axes square it, the root mean square takes the root.
 */
export const WINOGRAD_AMPLIFICATION =
  INPUT.reduce((sum, row, p) => sum + squares(OUTPUT[p]) * squares(row) * squares(FILTER[p]), 0) / (TILE * KERNEL);

/** The tolerances of the value and of the gradients by pictures `[n, h, w, in]` and filter `[3, 3, in, out]`. */
export function winogradTolerances(
  [n, h, w, channels]: readonly number[],
  [, , , filters]: readonly number[],
): number[] {
  const tiles = n * Math.ceil(h / TILE) * Math.ceil(w / TILE);
  const transforms = KERNEL ** 2 + 4 * (TILE + KERNEL - 1); // the filter's both sides at once, then two sides each
  return [channels, filters, tiles].map((summands) =>
    roundingTolerance(summands + transforms, { amplification: WINOGRAD_AMPLIFICATION }),
  );
}

function squares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}

/**
 * The matrices of Toom and Cook: polynomials are multiplied through their values at points (including infinity), and
 * Lagrange interpolation recovers the product; the convolution is the transpose of this.
 */
function transforms() {
  const others = (point: number) => POINTS.filter((other) => other !== point);
  const powers = (length: number, point: number) => Array.from({ length }, (_, k) => point ** k);
  const infinity = (length: number) => Array.from({ length }, (_, k) => Number(k === length - 1));
  /** Coefficients of the polynomial with these roots, from the constant term on. */
  const withRoots = (roots: number[]) =>
    roots.reduce((product, root) => [0].concat(product).map((c, k) => c - root * (product[k] ?? 0)), [1]);
  const scale = (point: number) => others(point).reduce((product, other) => product * (point - other), 1);
  return {
    INPUT: [...POINTS.map((point) => withRoots(others(point))), withRoots(POINTS)],
    FILTER: [...POINTS.map((point) => powers(KERNEL, point).map((p) => p / scale(point))), infinity(KERNEL)],
    OUTPUT: [...POINTS.map((point) => powers(TILE, point)), infinity(TILE)],
  };
}
