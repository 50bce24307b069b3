import type { Tensor } from '../backend';
import { product } from './arithmetic';
import { biasAdd } from './bias';
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
  return biasAdd(product(x, weights), bias);
}
