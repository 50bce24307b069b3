import { type Tensor, tf } from '../runtime';

/**
 * Shortens the gradient of all parameters together to a length of at most `norm` (Pascanu et al. 2013), as PyTorch's
 * `clip_grad_norm_` does; 0 leaves it.
 */
export function clipped(gradients: readonly Tensor[], norm: number): readonly Tensor[] {
  if (norm === 0) return gradients;
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const length = tf.sqrt(tf.sum(tf.stack(squares))); // addN adds in an order that depends on the moment
  const factor = tf.minimum(1, tf.div(norm, tf.add(length, 1e-6)));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}
