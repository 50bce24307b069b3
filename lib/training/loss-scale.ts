import type { ComputeType } from '../models/network';
import { DataType, type NamedVariable, type Tensor, tf, updateIf } from '../runtime';

/** Keeps gradients within the range of the type that a step computes in. */
export interface LossScale {
  /** State that it keeps, saved with the optimizer's. */
  readonly slots: readonly NamedVariable[];
  /** The loss, enlarged so that its gradients do not vanish. */
  scaled(loss: Tensor): Tensor;
  /** What came out of the enlarged loss, brought back to its own size. */
  unscaled(values: readonly Tensor[]): readonly Tensor[];
  /** Makes the updates of `body`, if the gradients allow it. */
  update(gradients: readonly Tensor[], body: () => void): void;
}

/** PyTorch's defaults for its GradScaler. */
const INITIAL = 2 ** 16;
const INTERVAL = 2000;

/** The scaling that a compute type needs: float16's least number is 6e-8, the others reach as low as float32. */
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
 * Dynamic loss scaling (Micikevicius et al. 2018, arXiv 1710.03740): the scale doubles after `interval` good steps; where
 * a gradient is not finite it halves, and the step changes nothing else.
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
