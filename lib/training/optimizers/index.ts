import { isFunction, Kind, type NameOf } from '../../core/kind';
import type { OptimizerMaker } from './optimizer';

const sgds = () => require('./sgd') as typeof import('./sgd');
const adams = () => require('./adam') as typeof import('./adam');
const adaptives = () => require('./adaptive') as typeof import('./adaptive');

/**
 * Built-in optimizers, by the values of `optimizer=`, with PyTorch's semantics and defaults. To add one, add a file and
 * a line here. Each is loaded when first used, since it loads TensorFlow.
 */
const OURS = {
  sgd_nesterov: () => sgds().sgdNesterov,
  sgd: () => sgds().sgd,
  adam: () => adams().adam,
  amsgrad: () => adams().amsgrad,
  adamw: () => adams().adamw,
  adadelta: () => adaptives().adadelta,
  adagrad: () => adaptives().adagrad,
  asgd: () => adaptives().asgd,
  muon: () => (require('./muon') as typeof import('./muon')).muon,
} as const satisfies Readonly<Record<string, () => OptimizerMaker>>;

/** Name of an optimizer, or path of a file that exports one. */
export type OptimizerName = NameOf<keyof typeof OURS>;

/** Optimizers: built-in ones and the user's own. */
export const optimizers = new Kind<OptimizerMaker, keyof typeof OURS>({
  key: 'optimizer',
  ours: OURS,
  is: isFunction<OptimizerMaker>,
  what: 'a function of parameters and options that returns { slots, step }',
});

/**
 * Registers an optimizer under a name until the process ends.
 * @throws {InputError} for a built-in name
 */
export function defineOptimizer(name: string, maker: OptimizerMaker): OptimizerMaker {
  return optimizers.define(name, maker);
}
