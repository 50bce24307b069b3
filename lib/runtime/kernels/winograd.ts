import { DataType, type Tensor, typeOf } from '../backend';
import { FEWEST_IMAGES, hasOwnOps } from '../own-ops';
import { convolveBy, WINOGRAD } from './own-convolution';

/** Channels and filters must be multiples of this, the number of floats in the longest vectors. */
const LANES = 16;

/**
 * Whether {@link winogradConv2d} is possible and faster: on CPUs with AVX2, in float32, with enough pixels to amortise
 * the filter's transform and enough channels to amortise the pixels' transforms. The thresholds come from timing. On
 * GPUs cuDNN chooses the algorithm.
 */
export function isFastByWinograd(x: Tensor, filter: Tensor): boolean {
  const [n, h, w, channels] = x.shape;
  const [height, width, , filters] = filter.shape;
  if (height !== 3 || width !== 3 || typeOf(x) !== DataType.float32 || !hasOwnOps()) return false;
  const fits = channels % LANES === 0 && filters % LANES === 0;
  const isDeep = (channels * filters) / (channels + filters) >= 10;
  return fits && isDeep && n >= FEWEST_IMAGES && n * h * w >= Math.max(800, 2 * channels, 2 * filters);
}

/**
 * {@link conv2d} with filters of 3×3 and stride 1 by Winograd's minimal filtering F(5×5, 3×3), nested (Lavin & Gray
 * 2016, arXiv 1509.09308, section 4), in `lib/runtime/native/`: a tile of 25 pixels takes 49 products instead of 225.
 * The relative rounding error is 1e-6 to 1e-5 and grows with the number of channels: twenty times the error of a plain
 * convolution, less than a hundredth of bfloat16's.
 *
 * @param x `[n, h, w, in]`, float32
 * @param filter `[3, 3, in, out]`, float32; `in` and `out` are multiples of 16
 * @returns `[n, h, w, out]`
 */
export function winogradConv2d(x: Tensor, filter: Tensor): Tensor {
  return convolveBy(WINOGRAD, x, filter);
}
