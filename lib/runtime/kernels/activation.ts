import { type } from '../attributes';
import { execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';

/** `max(x, 0)`. */
export function relu(x: Tensor): Tensor {
  const attributes = [type('T', typeOf(x))];
  return differentiable(
    [x],
    (save) => {
      const y = execute('Relu', attributes, [x]);
      save([y]);
      return y;
    },
    (dy, [y]) => [execute('ReluGrad', attributes, [dy, y])],
  );
}
