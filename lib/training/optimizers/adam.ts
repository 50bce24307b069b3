import { applyAdam, applyGradientDescent, type Tensor, tf } from '../../runtime';
import { decayed, decayOf, type OptimizerMaker, slot, slotsFor } from './optimizer';

/** PyTorch's defaults; β₁ is the momentum. */
const BETA2 = 0.999;
const EPSILON = 1e-8;

type Variant = 'adam' | 'amsgrad' | 'adamw';

/** Kingma & Ba 2015, with the L2 penalty in the gradient. */
export const adam: OptimizerMaker = (...given) => make('adam', ...given);

/** Adam whose denominator never decreases (Reddi et al. 2018). */
export const amsgrad: OptimizerMaker = (...given) => make('amsgrad', ...given);

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019). */
export const adamw: OptimizerMaker = (...given) => make('adamw', ...given);

function make(variant: Variant, ...[parameters, options]: Parameters<OptimizerMaker>): ReturnType<OptimizerMaker> {
  const count = slot('step');
  const mean = slotsFor(parameters, 'mean');
  const square = slotsFor(parameters, 'square');
  const largest = variant === 'amsgrad' ? slotsFor(parameters, 'largest') : [];
  return {
    slots: [count, ...mean, ...square, ...largest],
    step: (gradients, rates) => {
      const steps = tf.add(count.variable, 1);
      count.variable.assign(steps);
      const correction1 = oneMinusPower(tf.log(rates.momentum), steps);
      const correction2 = tf.sqrt(oneMinusPower(tf.scalar(Math.log(BETA2)), steps));
      const coefficients = {
        rate: tf.div(tf.mul(rates.rate, correction2), correction1),
        beta1: rates.momentum,
        beta2: tf.scalar(BETA2),
        epsilon: tf.mul(EPSILON, correction2),
      };
      parameters.forEach(({ variable }, i) => {
        const moments = { mean: mean[i].variable, square: square[i].variable, largest: largest[i]?.variable };
        if (variant !== 'adamw') {
          applyAdam(variable, moments, decayed(gradients[i], variable, options), coefficients);
          return;
        }
        applyGradientDescent(variable, tf.mul(variable, decayOf(variable, options)), rates.rate);
        applyAdam(variable, moments, gradients[i], coefficients);
      });
    },
  };
}

/** `1 − base^steps` from the logarithm of the base, accurate even if the power is close to 1. */
function oneMinusPower(logarithm: Tensor, steps: Tensor): Tensor {
  return tf.neg(tf.expm1(tf.mul(steps, logarithm)));
}
