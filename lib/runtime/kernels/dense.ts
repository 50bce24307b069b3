import { bool, string, type } from '../attributes';
import { execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { convert } from './cast';

/**
 * `x · weights + bias`.
 *
 * @param x `[n, in]`; its element type is the one that is computed in
 * @param weights `[in, out]`, float32 master weights
 * @param bias `[out]`, float32
 */
export function dense(x: Tensor, weights: Tensor, bias: Tensor): Tensor {
  const precision = typeOf(x);
  const master = typeOf(weights);
  const multiply = (a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean) =>
    execute('MatMul', [type('T', precision), bool('transpose_a', transposeA), bool('transpose_b', transposeB)], [a, b]);
  const layout = [type('T', precision), string('data_format', 'NHWC')];
  return differentiable(
    [x, weights, bias],
    (save) => {
      const matrix = convert(weights, precision);
      save([x, matrix]);
      return execute('BiasAdd', layout, [multiply(x, matrix, false, false), convert(bias, precision)]);
    },
    (dy, [x, matrix]) => [
      multiply(dy, matrix, false, true),
      convert(multiply(x, dy, true, false), master),
      convert(execute('BiasAddGrad', layout, [dy]), master),
    ],
  );
}
