import { DataType, type Tensor, typeOf } from '../backend';
import { FEWEST_IMAGES, hasAmxOps } from '../own-ops';
import { AMX, convolveBy } from './own-convolution';

/** Channels and filters must be multiples of this, the number of bfloat16 values in a tile's row. */
const DEPTH = 32;

/** Whether {@link amxConv2d} is possible, and faster than oneDNN: for filters of 3×3 in bfloat16, on CPUs with AMX. */
export function isFastByAmx(x: Tensor, filter: Tensor): boolean {
  const [height, width, channels, filters] = filter.shape;
  if (height !== 3 || width !== 3 || typeOf(x) !== DataType.bfloat16) return false;
  return channels % DEPTH === 0 && filters % DEPTH === 0 && x.shape[0] >= FEWEST_IMAGES && hasAmxOps();
}

/**
 * {@link conv2d} with filters of 3×3 and stride 1 by AMX, whose products of tiles sum in float32, in
 * `lib/runtime/native/`. Only the result and the images' gradient are rounded to bfloat16.
 *
 * @param x `[n, h, w, in]`, bfloat16
 * @param filter `[3, 3, in, out]`, float32 master weights; `in` and `out` are multiples of 32
 * @returns `[n, h, w, out]`, bfloat16; the filter's gradient is float32
 */
export function amxConv2d(x: Tensor, filter: Tensor): Tensor {
  return convolveBy(AMX, x, filter);
}
