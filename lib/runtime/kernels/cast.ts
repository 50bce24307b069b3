import { bool, type } from '../attributes';
import { DataType, execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';

/** `x` in another element type. Rounds to nearest even for bfloat16 and float16. */
export function cast(x: Tensor, to: DataType): Tensor {
  const from = typeOf(x);
  if (from === to) return x;
  return differentiable(
    [x],
    () => convert(x, to),
    (dy) => [convert(dy, from)],
  );
}

/** {@link cast} without a gradient, for gradients of other kernels and for master weights. */
export function convert(x: Tensor, to: DataType): Tensor {
  const from = typeOf(x);
  if (from === to) return x;
  return execute('Cast', [type('SrcT', from), type('DstT', to), bool('Truncate', false)], [x]);
}

/** uint8 images as floats; values stay in 0–255. */
export function toFloat(images: Tensor): Tensor {
  return convert(images, DataType.float32);
}
