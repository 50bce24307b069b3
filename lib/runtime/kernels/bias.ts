import { string, type } from '../attributes';
import { execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { convert } from './cast';

/** Adds a float32 bias `[c]` per channel to `[n, …, c]` of any element type. */
export function biasAdd(x: Tensor, bias: Tensor): Tensor {
  const precision = typeOf(x);
  const master = typeOf(bias);
  const attributes = [type('T', precision), string('data_format', 'NHWC')];
  return differentiable(
    [x, bias],
    () => execute('BiasAdd', attributes, [x, convert(bias, precision)]),
    (dy) => [dy, convert(execute('BiasAddGrad', attributes, [dy]), master)],
  );
}
