import { type Tensor, tf } from './backend';

type Save = (tensors: Tensor[]) => void;

/**
 * A kernel with its gradient, as one node of tfjs's tape.
 *
 * @param inputs what the kernel depends on
 * @param forward computes the value; `save` keeps tensors for the way back
 * @param backward from the value's gradient and the saved tensors to one gradient an input, in their order
 */
export function differentiable(
  inputs: readonly Tensor[],
  forward: (save: Save) => Tensor,
  backward: (gradient: Tensor, saved: Tensor[]) => Tensor[],
): Tensor {
  const kernel = tf.customGrad((...args) => {
    const value = forward(args[args.length - 1] as Save);
    return { value, gradFunc: (gradient: Tensor, saved: Tensor[]) => backward(gradient, saved) };
  });
  return kernel(...inputs);
}
