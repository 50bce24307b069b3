import { type } from '../attributes';
import { DataType, execute, type Tensor, typeOf } from '../backend';
import { differentiable } from '../gradient';
import { FEWEST_IMAGES, hasOwnOps } from '../own-ops';
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
  return hasOwnOps() && typeOf(x) !== DataType.float16 && x.shape[0] >= FEWEST_IMAGES
    ? swishInOnePass(x)
    : swishOfGate(x);
}

/** By TensorFlow's ops. */
export function swishOfGate(x: Tensor): Tensor {
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

/**
 * By ops of `lib/runtime/native/swish.h`, which are several times as fast in bfloat16. In float32, they save memory but no
 * time.
 */
export function swishInOnePass(x: Tensor): Tensor {
  const attributes = [type('T', typeOf(x))];
  return differentiable(
    [x],
    (save) => {
      save([x]);
      return execute('FerSwish', attributes, [x]);
    },
    (dy, [x]) => [execute('FerSwishGradient', attributes, [dy, x])],
  );
}
