import { applyAdadelta, applyAdagrad, applyGradientDescent, tf } from '../../runtime';
import { decayed, type OptimizerMaker, slot, slotsFor } from './optimizer';

/** Zeiler 2012, with PyTorch's ρ 0.9 and ε 1e-6. */
export const adadelta: OptimizerMaker = (parameters, options) => {
  const square = slotsFor(parameters, 'square');
  const moved = slotsFor(parameters, 'moved');
  return {
    slots: [...square, ...moved],
    step: (gradients, { rate }) => {
      const coefficients = { rate, rho: tf.scalar(0.9), epsilon: tf.scalar(1e-6) };
      parameters.forEach(({ variable }, i) => {
        const means = { square: square[i].variable, moved: moved[i].variable };
        applyAdadelta(variable, means, decayed(gradients[i], variable, options), coefficients);
      });
    },
  };
};

/** Duchi et al. 2011, with PyTorch's ε 1e-10 and without decay of the rate. */
export const adagrad: OptimizerMaker = (parameters, options) => {
  const sums = slotsFor(parameters, 'sum');
  return {
    slots: sums,
    step: (gradients, { rate }) => {
      const coefficients = { rate, epsilon: tf.scalar(1e-10) };
      parameters.forEach(({ variable }, i) => {
        applyAdagrad(variable, sums[i].variable, decayed(gradients[i], variable, options), coefficients);
      });
    },
  };
};

const LAMBDA = 1e-4;
const ALPHA = 0.75;

/**
 * Averaged SGD (Polyak & Juditsky 1992), like PyTorch's `ASGD`: decay λ = 1e-4, and a rate that decreases as `rate / (1
 * + λ · rate · steps)^0.75`, one step behind the schedule. PyTorch starts averaging only after a million steps, and the
 * original study never uses the average, so none is computed.
 */
export const asgd: OptimizerMaker = (parameters, options) => {
  const count = slot('step');
  const eta = slot('eta');
  return {
    slots: [count, eta],
    step: (gradients, { rate }) => {
      const first = tf.cast(tf.equal(count.variable, 0), 'float32');
      const now = tf.add(tf.mul(first, rate), eta.variable); // `eta` is 0 at first
      const steps = tf.add(count.variable, 1);
      parameters.forEach(({ variable }, i) => {
        const gradient = decayed(gradients[i], variable, options);
        applyGradientDescent(variable, tf.add(gradient, tf.mul(variable, LAMBDA)), now);
      });
      count.variable.assign(steps);
      eta.variable.assign(tf.div(rate, tf.pow(tf.add(1, tf.mul(tf.mul(rate, LAMBDA), steps)), ALPHA)));
    },
  };
};
