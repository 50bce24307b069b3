import { type Tensor, tf } from './backend';

type Save = (tensors: Tensor[]) => void;

/**
 * A kernel and its gradient as one node of tfjs's tape.
 *
 * @param inputs the kernel's inputs
 * @param forward computes the value; `save` keeps tensors for the backward pass
 * @param backward maps the value's gradient and the saved tensors to one gradient per input, in order
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
