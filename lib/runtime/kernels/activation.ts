import { type } from '../attributes';
import { execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { multiply } from './arithmetic';

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

/** `1 / (1 + e⁻ˣ)`. */
export function sigmoid(x: Tensor): Tensor {
  const attributes = [type('T', typeOf(x))];
  return differentiable(
    [x],
    (save) => {
      const y = execute('Sigmoid', attributes, [x]);
      save([y]);
      return y;
    },
    (dy, [y]) => [execute('SigmoidGrad', attributes, [y, dy])],
  );
}

/** `x · sigmoid(x)`, also called SiLU (Ramachandran et al. 2017, arXiv 1710.05941). */
export function swish(x: Tensor): Tensor {
  const attributes = [type('T', typeOf(x))];
  return differentiable(
    [x],
    (save) => {
      const gate = execute('Sigmoid', attributes, [x]);
      save([x, gate]);
      return multiply(x, gate);
    },
    (dy, [x, gate]) => {
      // x · gate · (1 − gate) + gate
      const slope = execute('AddV2', attributes, [execute('SigmoidGrad', attributes, [gate, x]), gate]);
      return [multiply(dy, slope)];
    },
  );
}
