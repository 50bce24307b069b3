import { bool, float, string, type } from '../attributes';
import { DataType, executeMany, type Tensor, tf, typeOf, type Variable } from '../backend';
import { differentiable } from '../gradient';

/** The affine part and the running statistics of a batch norm, each `[channels]`, float32. */
export interface BatchNorm {
  readonly scale: Variable;
  readonly offset: Variable;
  readonly mean: Variable;
  readonly variance: Variable;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Weight of the new batch in the running statistics, as in PyTorch. */
  readonly momentum: number;
}

/**
 * Batch norm over `[n, h, w, channels]` with the batch's statistics; updates the running statistics. As in PyTorch,
 * normalisation uses the biased variance and the running variance follows the unbiased one (Ioffe & Szegedy 2015, arXiv
 * 1502.03167).
 */
export function batchNormTraining(x: Tensor, norm: BatchNorm): Tensor {
  const { scale, offset, mean, variance } = norm;
  const attributes = common(x, norm, true);
  return differentiable(
    [x, scale, offset],
    (save) => {
      const [y, movedMean, movedVariance, ...reserved] = executeMany(
        'FusedBatchNormV3',
        [...attributes, float('exponential_avg_factor', norm.momentum)],
        [x, scale, offset, mean, variance],
        6,
      );
      mean.assign(movedMean);
      variance.assign(movedVariance);
      save([x, scale, ...reserved]);
      return y;
    },
    (dy, [x, scale, ...reserved]) =>
      executeMany('FusedBatchNormGradV3', attributes, [dy, x, scale, ...reserved], 5).slice(0, 3),
  );
}

/** Batch norm with the running statistics. Its gradient (for saliency) treats them as constants. */
export function batchNormInference(x: Tensor, norm: BatchNorm): Tensor {
  const { scale, offset, mean, variance } = norm;
  const attributes = common(x, norm, false);
  return differentiable(
    [x, scale, offset],
    (save) => {
      save([x, scale, mean, variance]);
      return executeMany(
        'FusedBatchNormV3',
        [...attributes, float('exponential_avg_factor', 1)],
        [x, scale, offset, mean, variance],
        6,
      )[0];
    },
    (dy, [x, scale, mean, variance]) =>
      executeMany('FusedBatchNormGradV3', attributes, [dy, x, scale, mean, variance, tf.tensor1d([])], 5).slice(0, 3),
  );
}

function common(x: Tensor, norm: BatchNorm, training: boolean) {
  return [
    type('T', typeOf(x)),
    type('U', DataType.float32),
    float('epsilon', norm.epsilon),
    string('data_format', 'NHWC'),
    bool('is_training', training),
  ];
}
