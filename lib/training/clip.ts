import { type Tensor, tf } from '../runtime';

/**
 * Clips the norm of the gradient of all parameters together to `norm` (Pascanu et al. 2013), like PyTorch's
 * `clip_grad_norm_`; 0 does not clip.
 */
export function clipped(gradients: readonly Tensor[], norm: number): readonly Tensor[] {
  if (norm === 0) return gradients;
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const length = tf.sqrt(tf.sum(tf.stack(squares))); // the order of addN's sums is not deterministic
  const factor = tf.minimum(1, tf.div(norm, tf.add(length, 1e-6)));
  return gradients.map((gradient) => tf.mul(gradient, factor));
}
