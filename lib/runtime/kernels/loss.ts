import { type } from '../attributes';
import { DataType, executeMany, type Tensor, tf } from '../backend';
import { differentiable } from '../gradient';

/**
 * Cross-entropy of each row, in nats.
 *
 * @param logits `[n, classes]`, float32
 * @param targets `[n, classes]`, float32 rows that sum to 1 (one-hot, smoothed, mixed or voted labels); no gradient
 * @returns `[n]`
 */
export function softmaxCrossEntropy(logits: Tensor, targets: Tensor): Tensor {
  return differentiable(
    [logits, targets],
    (save) => {
      const [loss, slope] = executeMany(
        'SoftmaxCrossEntropyWithLogits',
        [type('T', DataType.float32)],
        [logits, targets],
        2,
      );
      save([slope]);
      return loss;
    },
    (dy, [slope]) => [tf.mul(slope, tf.reshape(dy, [-1, 1])), tf.zeros(targets.shape)],
  );
}
