import { type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { matMul } from './arithmetic';
import { biasAdd } from './bias';
import { convert } from './cast';
import { inProductType } from './product';

/**
 * `x · weights + bias`.
 *
 * @param x `[n, in]`
 * @param weights `[in, out]`, float32 master weights
 * @param bias `[out]`, float32
 * @returns `[n, out]` in the type of `x`
 */
export function dense(x: Tensor, weights: Tensor, bias: Tensor): Tensor {
  return inProductType(x, (x) => directDense(x, weights, bias));
}

/** {@link dense} in the type of `x`. */
export function directDense(x: Tensor, weights: Tensor, bias: Tensor): Tensor {
  const precision = typeOf(x);
  const master = typeOf(weights);
  const product = differentiable(
    [x, weights],
    (save) => {
      const matrix = convert(weights, precision);
      save([x, matrix]);
      return matMul(x, matrix);
    },
    (dy, [x, matrix]) => [
      matMul(dy, matrix, { transposeB: true }),
      convert(matMul(x, dy, { transposeA: true }), master),
    ],
  );
  return biasAdd(product, bias);
}
