import { bool, type } from '../attributes';
import { execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { biasAdd } from './bias';
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
  const product = differentiable(
    [x, weights],
    (save) => {
      const matrix = convert(weights, precision);
      save([x, matrix]);
      return multiply(x, matrix, false, false);
    },
    (dy, [x, matrix]) => [multiply(dy, matrix, false, true), convert(multiply(x, dy, true, false), master)],
  );
  return biasAdd(product, bias);
}
