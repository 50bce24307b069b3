import { bool, type } from '../attributes';
import { DataType, execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';

/** `x` in another element type. Rounds to nearest even on the way to bfloat16 and float16. */
export function cast(x: Tensor, to: DataType): Tensor {
  const from = typeOf(x);
  if (from === to) return x;
  return differentiable(
    [x],
    () => convert(x, to),
    (dy) => [convert(dy, from)],
  );
}

/** The same without a gradient: what other kernels' gradients use, and what master weights pass through. */
export function convert(x: Tensor, to: DataType): Tensor {
  const from = typeOf(x);
  if (from === to) return x;
  return execute('Cast', [type('SrcT', from), type('DstT', to), bool('Truncate', false)], [x]);
}

/** Whole uint8 images as floats, 0–255 as they are. */
export function toFloat(images: Tensor): Tensor {
  return convert(images, DataType.float32);
}
