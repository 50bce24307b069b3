import { applyGradientDescent, applyMomentum } from '../../runtime';
import { decayed, type OptimizerMaker, type OptimizerOptions, slotsFor } from './optimizer';

/** Stochastic gradient descent, with momentum unless it is 0; PyTorch's `SGD` without dampening. */
export const sgd: OptimizerMaker = (parameters, options) => withMomentum(parameters, options, false);

/** SGD with Nesterov momentum. */
export const sgdNesterov: OptimizerMaker = (parameters, options) => withMomentum(parameters, options, true);

function withMomentum(
  parameters: Parameters<OptimizerMaker>[0],
  options: OptimizerOptions,
  nesterov: boolean,
): ReturnType<OptimizerMaker> {
  const { momentum } = options;
  const slots = momentum === 0 ? [] : slotsFor(parameters, 'velocity');
  return {
    slots,
    step: (gradients, rates) =>
      parameters.forEach(({ variable }, i) => {
        const gradient = decayed(gradients[i], variable, options);
        if (momentum === 0) applyGradientDescent(variable, gradient, rates.rate);
        else applyMomentum(variable, slots[i].variable, gradient, rates.rate, rates.momentum, nesterov);
      }),
  };
}
