import { applyGradientDescent, applyMomentum, type NamedVariable, type Tensor, tf, type Variable } from '../runtime';
import type { OptimizerName } from './hyperparameters';

/** Moves parameters by their gradients. */
export interface Optimizer {
  /** State that it keeps for the parameters, saved with a checkpoint. */
  readonly slots: readonly NamedVariable[];
  /**
   * One step. Inside a captured function each update is one fused kernel.
   * @param gradients one a parameter, in their order
   * @param rate scalar
   */
  step(gradients: readonly Tensor[], rate: Tensor): void;
}

export interface OptimizerOptions {
  /** In [0, 1). */
  readonly momentum: number;
  /** Added to each gradient, times the parameter (L2), ≥ 0. */
  readonly weightDecay: number;
}

type Make = (parameters: readonly NamedVariable[], options: OptimizerOptions) => Optimizer;

/** The optimizers by the names that `optimizer=` takes, with PyTorch's semantics. */
export const optimizers: Readonly<Record<OptimizerName, Make>> = {
  sgd: (parameters, options) => momentum(parameters, options, false),
  sgd_nesterov: (parameters, options) => momentum(parameters, options, true),
};

function momentum(parameters: readonly NamedVariable[], options: OptimizerOptions, nesterov: boolean): Optimizer {
  if (options.momentum === 0) {
    return {
      slots: [],
      step: (gradients, rate) =>
        parameters.forEach(({ variable }, i) => {
          applyGradientDescent(variable, decayed(gradients[i], variable, options), rate);
        }),
    };
  }
  const slots = parameters.map(({ name, variable }) => slot(`${name}.velocity`, variable.shape));
  return {
    slots,
    step: (gradients, rate) =>
      parameters.forEach(({ variable }, i) => {
        const gradient = decayed(gradients[i], variable, options);
        applyMomentum(variable, slots[i].variable, gradient, rate, { momentum: options.momentum, nesterov });
      }),
  };
}

function decayed(gradient: Tensor, variable: Variable, { weightDecay }: OptimizerOptions): Tensor {
  return weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(variable, weightDecay));
}

function slot(name: string, shape: number[]): NamedVariable {
  const zeros = tf.zeros(shape);
  const variable = tf.variable(zeros, false);
  zeros.dispose();
  return { name, variable };
}
