import { type Tensor, tf } from '../runtime';

/** 1 if the largest logit is the label's, otherwise 0: `[n, classes]` and `[n, classes]` to `[n]`. */
export function hits(logits: Tensor, labels: Tensor): Tensor {
  return tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(labels, 1)), 'float32');
}

/** Both sums in one tensor, `[2]`, so that a step reads back once. */
export function sums(loss: Tensor, correct: Tensor): Tensor {
  return tf.stack([loss, correct]);
}

/**
 * The mean of `values` `[n]`, weighted by the classes of the targets `[n, classes]`, relative to the batch's sum of
 * weights, as in PyTorch's cross-entropy.
 *
 * @param classWeights `[classes]`; undefined for the plain mean
 */
export function weightedMean(values: Tensor, targets: Tensor, classWeights: Float32Array | undefined): Tensor {
  if (classWeights === undefined) return tf.mean(values);
  const weights = tf.sum(tf.mul(targets, tf.tensor2d(classWeights, [1, classWeights.length])), 1);
  return tf.div(tf.sum(tf.mul(values, weights)), tf.sum(weights));
}
