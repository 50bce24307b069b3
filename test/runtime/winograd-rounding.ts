import { FILTER, INPUT, OUTPUT } from '../../lib/runtime/kernels/winograd';
import { roundingTolerance } from '../rounding';

const TILE = 5;
const KERNEL = 3;

/**
 * How much larger the rounding errors of Winograd's algorithm are than those of a plain convolution, as root mean
 * squares for random pictures and filters. Along one axis an output of a tile is Σₚ Aₚᵢ (Gₚ · g)(Bₚ · d); each of the 7
 * products has the variance ‖Gₚ‖² ‖Bₚ‖² and an error in proportion. Summed over a tile that is Σₚ ‖Aₚ‖² ‖Bₚ‖² ‖Gₚ‖²,
 * where a plain convolution has 5 · 3 products of variance 1. The gradients are the same products with the transforms
 * in other places, so their sum is the same. Two axes square it, the root mean square takes the root.
 */
export const WINOGRAD_AMPLIFICATION =
  INPUT.matrix.reduce((sum, row, p) => sum + squares(OUTPUT.matrix[p]) * squares(row) * squares(FILTER[p]), 0) /
  (TILE * KERNEL);

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
