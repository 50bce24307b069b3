import { bool, type } from '../attributes';
import { execute, type Tensor, tf, typeOf } from '../backend';
import { differentiable } from '../gradient';

/** The sum of two tensors of one shape and element type. */
export function add(a: Tensor, b: Tensor): Tensor {
  return differentiable(
    [a, b],
    () => sum(a, b),
    (dy) => [dy, dy],
  );
}

/** The product, one of them broadcast, without a gradient: what other kernels are made of. */
export function multiply(a: Tensor, b: Tensor): Tensor {
  return execute('Mul', [type('T', typeOf(a))], [a, b]);
}

/**
 * The product of two matrices of one element type, or of each two in two stacks of them, the axes before the last two
 * broadcast; without a gradient.
 */
export function matMul(a: Tensor, b: Tensor, { transposeA = false, transposeB = false } = {}): Tensor {
  const dtype = type('T', typeOf(a));
  // The kernel for stacks multiplies by a transposed matrix up to twice as fast on CPUs.
  if (a.rank > 2 || b.rank > 2 || transposeB)
    return execute('BatchMatMulV2', [dtype, bool('adj_x', transposeA), bool('adj_y', transposeB)], [a, b]);
  return execute('MatMul', [dtype, bool('transpose_a', transposeA), bool('transpose_b', transposeB)], [a, b]);
}

function sum(a: Tensor, b: Tensor): Tensor {
  return execute('AddV2', [type('T', typeOf(a))], [a, b]);
}

// Where a value is used twice, tfjs's tape adds its gradients by the kernel `Add`, and declares the type of the label,
// which bfloat16 and float16 do not have.
tf.unregisterKernel('Add', 'tensorflow');
tf.registerKernel({
  kernelName: 'Add',
  backendName: 'tensorflow',
  kernelFunc: ({ inputs }) => sum(inputs.a as Tensor, inputs.b as Tensor),
});
