import type { ComputeType } from '../models/network';
import { DataType, type NamedVariable, type Tensor, tf, updateIf } from '../runtime';

/** Keeps gradients within the range of the step's element type. */
export interface LossScale {
  /** State of the scaling, saved with the optimizer's. */
  readonly slots: readonly NamedVariable[];
  /** The scaled loss, whose gradients do not underflow. */
  scaled(loss: Tensor): Tensor;
  /** Unscales values computed from the scaled loss. */
  unscaled(values: readonly Tensor[]): readonly Tensor[];
  /** Applies the updates of `body` if the gradients are finite. */
  update(gradients: readonly Tensor[], body: () => void): void;
}

/** PyTorch's defaults for its GradScaler. */
const INITIAL = 2 ** 16;
const INTERVAL = 2000;

/** The loss scaling for an element type: float16's smallest number is 6e-8, the others have the range of float32. */
export function lossScaleFor(compute: ComputeType): LossScale {
  return compute === DataType.float16 ? dynamicLossScale() : UNSCALED;
}

const UNSCALED: LossScale = {
  slots: [],
  scaled: (loss) => loss,
  unscaled: (values) => values,
  update: (_, body) => body(),
};

/**
 * Dynamic loss scaling (Micikevicius et al. 2018, arXiv 1710.03740): the scale doubles after `interval` good steps. If
 * a gradient is not finite, the scale is halved and the step is skipped.
 *
 * @param options.initial scale, ≥ 1
 * @param options.interval good steps before the scale is doubled, ≥ 1
 */
export function dynamicLossScale({ initial = INITIAL, interval = INTERVAL } = {}): LossScale {
  const [scale, good] = tf.tidy(() => [initial, 0].map((value) => tf.variable(tf.scalar(value), false)));
  return {
    slots: [
      { name: 'loss_scale', variable: scale },
      { name: 'loss_scale.good_steps', variable: good },
    ],
    scaled: (loss) => tf.mul(loss, scale),
    unscaled: (values) => values.map((value) => tf.div(value, scale)),
    update: (gradients, body) => {
      const finite = tf.all(tf.stack(gradients.map((gradient) => tf.all(tf.isFinite(gradient)))));
      updateIf(finite, body);
      const steps = tf.add(good, 1);
      const grows = tf.greaterEqual(steps, interval);
      const factor = tf.where(finite, tf.where(grows, tf.scalar(2), tf.scalar(1)), tf.scalar(0.5));
      scale.assign(tf.maximum(tf.mul(scale, factor), 1).asScalar());
      good.assign(tf.where(tf.logicalAnd(finite, tf.logicalNot(grows)), steps, tf.scalar(0)).asScalar());
    },
  };
}
