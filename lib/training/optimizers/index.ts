import type { OptimizerName } from '../hyperparameters';
import { adam, adamw, amsgrad } from './adam';
import { adadelta, adagrad, asgd } from './adaptive';
import type { OptimizerMaker } from './optimizer';
import { sgd, sgdNesterov } from './sgd';

/** The optimizers by the names that `optimizer=` takes, with PyTorch's semantics and defaults. */
export const optimizers: Readonly<Record<OptimizerName, OptimizerMaker>> = {
  sgd_nesterov: sgdNesterov,
  sgd,
  adam,
  amsgrad,
  adamw,
  adadelta,
  adagrad,
  asgd,
};
