import { bool, float, type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf, whenLoaded } from '../backend';
import { differentiable } from '../gradient';
import { hasOwnOps } from '../own-ops';
import { convert } from './cast';

/** The sum of two tensors with the same shape and element type. */
export function add(a: Tensor, b: Tensor): Tensor {
  return differentiable(
    [a, b],
    () => sum(a, b),
    (dy) => [dy, dy],
  );
}

/** `gradient + factor · weights`, all of one shape, in one pass; without a gradient. */
export function withDecay(gradient: Tensor, weights: Tensor, factor: number): Tensor {
  const isFloat = [gradient, weights].every((tensor) => typeOf(tensor) === DataType.float32);
  if (isFloat && hasOwnOps()) return execute('FerDecay', [float('factor', factor)], [gradient, weights]);
  return tf.add(gradient, tf.mul(weights, factor));
}

/** The product of two tensors, one of them broadcast, without a gradient: a building block for other kernels. */
export function multiply(a: Tensor, b: Tensor): Tensor {
  return execute('Mul', [type('T', typeOf(a))], [a, b]);
}

/**
 * The product of two matrices, or of two stacks of matrices with broadcast leading axes, of one element type; without a
 * gradient.
 */
export function matMul(a: Tensor, b: Tensor, { transposeA = false, transposeB = false } = {}): Tensor {
  const dtype = type('T', typeOf(a));
  // On CPUs, the kernel for stacks is up to twice as fast with a transposed matrix.
  if (a.rank > 2 || b.rank > 2 || transposeB)
    return execute('BatchMatMulV2', [dtype, bool('adj_x', transposeA), bool('adj_y', transposeB)], [a, b]);
  return execute('MatMul', [dtype, bool('transpose_a', transposeA), bool('transpose_b', transposeB)], [a, b]);
}

/** The product of two matrices in the type of `x`; the gradient of `weights` has the type of `weights`. */
export function product(x: Tensor, weights: Tensor): Tensor {
  const precision = typeOf(x);
  const master = typeOf(weights);
  return differentiable(
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
}

function sum(a: Tensor, b: Tensor): Tensor {
  return execute('AddV2', [type('T', typeOf(a))], [a, b]);
}

// If a value is used twice, tfjs's tape adds its gradients with the kernel `Add`, whose declared type is the label.
// bfloat16 and float16 have no label, so the kernel is replaced.
whenLoaded(({ registerKernel, unregisterKernel }) => {
  unregisterKernel('Add', 'tensorflow');
  registerKernel({
    kernelName: 'Add',
    backendName: 'tensorflow',
    kernelFunc: ({ inputs }) => sum(inputs.a as Tensor, inputs.b as Tensor),
  });
});
