import { int, string, type } from '../attributes';
import { execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';

/** Maximum of each `size`×`size` window; windows do not overlap: `[n, h, w, c]` to `[n, ⌊h/size⌋, ⌊w/size⌋, c]`. */
export function maxPool(x: Tensor, size = 2): Tensor {
  const attributes = [
    type('T', typeOf(x)),
    int('ksize', [1, size, size, 1]),
    int('strides', [1, size, size, 1]),
    string('padding', 'VALID'),
    string('data_format', 'NHWC'),
  ];
  return differentiable(
    [x],
    (save) => {
      const y = execute('MaxPool', attributes, [x]);
      save([x, y]);
      return y;
    },
    (dy, [x, y]) => [execute('MaxPoolGrad', attributes, [x, y, dy])],
  );
}
