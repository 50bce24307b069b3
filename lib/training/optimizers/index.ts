import { isFunction, Kind, type NameOf } from '../../core/kind';
import type { OptimizerMaker } from './optimizer';

const sgds = () => require('./sgd') as typeof import('./sgd');
const adams = () => require('./adam') as typeof import('./adam');
const adaptives = () => require('./adaptive') as typeof import('./adaptive');

/**
 * The optimizers by the names that `optimizer=` takes, with PyTorch's semantics and defaults. A further one is a file and a
 * line here. Each is loaded when it is first used: TensorFlow comes with it.
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

/** Optimizers: those that come with the project, and the user's own. */
export const optimizers = new Kind<OptimizerMaker, keyof typeof OURS>({
  key: 'optimizer',
  ours: OURS,
  is: isFunction<OptimizerMaker>,
  what: 'a function of parameters and options that gives { slots, step }',
});

/**
 * Makes `optimizer=name` step by this one until the process ends.
 * @throws {InputError} for a name that comes with the project
 */
export function defineOptimizer(name: string, maker: OptimizerMaker): OptimizerMaker {
  return optimizers.define(name, maker);
}
