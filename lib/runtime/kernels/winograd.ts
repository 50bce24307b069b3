import { DataType, device, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { matMul } from './arithmetic';

/** Output pixels along a tile's side: 5 divides the VGG's feature map sizes 40, 20, 10 and 5. */
const TILE = 5;
const KERNEL = 3;
/** Products along a tile's side; a plain convolution needs 15. */
const PRODUCTS = TILE + KERNEL - 1;
/** Evaluation points besides infinity: the set with the least rounding error of those tried. */
const POINTS = [0, 1, -1, 1 / 2, -2, 2];

/** A linear map along one axis, from each tile's window of pixels to its values, row by row. */
export interface Transform {
  readonly matrix: readonly (readonly number[])[];
  /** Pixels of the window before the tile. */
  readonly halo: number;
}

/** Bᵀ, G and A of the paper; the output's transform is Aᵀ. */
export const { input: INPUT, filter: FILTER, output: OUTPUT } = transforms();

/**
 * Whether {@link winogradConv2d} is faster: on CPUs, in float32, with enough images to amortise the filter's transform
 * and enough channels to amortise the pixels' transforms. The thresholds come from timing the VGG's layers. On GPUs
 * cuDNN chooses the algorithm.
 */
export function isFastByWinograd(x: Tensor, filter: Tensor): boolean {
  const [n, h, w, channels] = x.shape;
  const [height, width, , filters] = filter.shape;
  if (height !== KERNEL || width !== KERNEL || typeOf(x) !== DataType.float32) return false;
  const isDeep = (channels * filters) / (channels + filters) >= 40;
  return isDeep && n >= 16 && n * h * w >= 800 && Math.max(h, w) <= 40 && device().kind === 'cpu';
}

/**
 * {@link conv2d} with filters of 3×3 and stride 1 by Winograd's minimal filtering F(5×5, 3×3), nested (Lavin & Gray
 * 2016, arXiv 1509.09308, section 4): a tile of 25 pixels takes 49 products instead of 225, and the products become
 * matrix products. The relative rounding error is 1e-6 to 1e-5 and grows with the number of channels: twenty times the
 * error of a plain convolution, less than a hundredth of bfloat16's.
 *
 * @param x `[n, h, w, in]`, float32
 * @param filter `[3, 3, in, out]`, float32
 * @returns `[n, h, w, out]`
 */
export function winogradConv2d(x: Tensor, filter: Tensor): Tensor {
  const [n, h, w, channels] = x.shape;
  const [, , , filters] = filter.shape;
  const [rows, columns] = [tilesOf(h), tilesOf(w)];
  return differentiable(
    [x, filter],
    (save) => {
      // The paper's V, U and M. The products over channels are 49 matrix products, one for each position in a tile,
      // over the pixels at this position in all tiles of all images. Rows of tiles stay separate, which avoids a copy.
      const v = transformed(x, INPUT).reshape([PRODUCTS, rows, PRODUCTS, columns * n, channels]);
      const stack = [PRODUCTS, 1, PRODUCTS, channels, filters];
      const u = matMul(filterMap(1), filter.reshape([KERNEL ** 2, -1])).reshape(stack);
      save([v, u]);
      return transposed(matMul(v, u), OUTPUT, [n, h, w, filters]);
    },
    (dy, [v, u]) => {
      const dm = transformed(dy, OUTPUT).reshape([PRODUCTS, rows, PRODUCTS, columns * n, filters]);
      const du = matMul(v, dm, { transposeA: true }).reshape([PRODUCTS * rows * PRODUCTS, -1]);
      return [
        transposed(matMul(dm, u, { transposeB: true }), INPUT, [n, h, w, channels]),
        matMul(filterMap(rows), du, { transposeA: true }).reshape(filter.shape),
      ];
    },
  );
}

/** Applies the transform along both sides of every tile: `[n, h, w, c]` to `[7 · rows, 7 · columns, n · c]`. */
function transformed(x: Tensor, transform: Transform): Tensor {
  const [n, h, w, c] = x.shape;
  const [down, across] = [along(h, transform), along(w, transform)];
  // Images on the inner axis, pixels on the outer: then each side is one matrix product from the left.
  const pixels = tf.transpose(x.reshape([n, h * w, c]), [1, 0, 2]).reshape([h, w * n * c]);
  return matMul(across, matMul(down, pixels).reshape([-1, w, n * c]));
}

/** The transposed map, back to `[n, h, w, c]`. */
function transposed(values: Tensor, transform: Transform, [n, h, w, c]: number[]): Tensor {
  const [down, across] = [along(h, transform), along(w, transform)];
  const [height, width] = [PRODUCTS * tilesOf(h), PRODUCTS * tilesOf(w)];
  const columns = matMul(across, values.reshape([height, width, n * c]), { transposeA: true });
  const pixels = matMul(down, columns.reshape([height, w * n * c]), { transposeA: true });
  return tf.transpose(pixels.reshape([h * w, n, c]), [1, 0, 2]).reshape([n, h, w, c]);
}

/**
 * Transforms both sides of the filter at once, the same for every row of tiles: `[7 · rows · 7, 9]`. One side after the
 * other needs fewer products but takes longer, because it is memory-bound. The transposed map also sums over the rows.
 */
function filterMap(rows: number): Tensor {
  const outer = (down: number[]) => FILTER.map((across) => down.flatMap((a) => across.map((b) => a * b)));
  return tf.tensor2d(FILTER.flatMap((down) => Array.from({ length: rows }, () => outer(down)).flat()));
}

function tilesOf(size: number): number {
  return Math.ceil(size / TILE);
}

/**
 * The map of all tiles of a side, `[7 · tiles, size]`: first the first value of each tile, then the second, and so on.
 */
function along(size: number, { matrix, halo }: Transform): Tensor {
  const rows = matrix.flatMap((row) =>
    Array.from({ length: tilesOf(size) }, (_, tile) =>
      Array.from({ length: size }, (_, pixel) => row[pixel - tile * TILE + halo] ?? 0),
    ),
  );
  return tf.tensor2d(rows);
}

/**
 * The matrices of Toom and Cook: polynomials are multiplied through their values at points (including infinity), and
 * Lagrange interpolation recovers the product; the convolution is the transpose of this.
 */
function transforms(): { input: Transform; filter: number[][]; output: Transform } {
  const others = (point: number) => POINTS.filter((other) => other !== point);
  const powers = (length: number, point: number) => Array.from({ length }, (_, k) => point ** k);
  const infinity = (length: number) => Array.from({ length }, (_, k) => Number(k === length - 1));
  /** Coefficients of the polynomial with these roots, from the constant term on. */
  const withRoots = (roots: number[]) =>
    roots.reduce((product, root) => [0].concat(product).map((c, k) => c - root * (product[k] ?? 0)), [1]);
  const scale = (point: number) => others(point).reduce((product, other) => product * (point - other), 1);
  return {
    input: { matrix: [...POINTS.map((point) => withRoots(others(point))), withRoots(POINTS)], halo: 1 },
    filter: [...POINTS.map((point) => powers(KERNEL, point).map((p) => p / scale(point))), infinity(KERNEL)],
    output: { matrix: [...POINTS.map((point) => powers(TILE, point)), infinity(TILE)], halo: 0 },
  };
}
