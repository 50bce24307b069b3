import { type NamedVariable, type Tensor, tf, type Variable, withDecay } from '../../runtime';

/** Values that a schedule may change from step to step, as scalars. */
export interface StepRates {
  readonly rate: Tensor;
  /** Momentum of SGD, and β₁ of the Adam family. */
  readonly momentum: Tensor;
}

/** Updates parameters by their gradients. */
export interface Optimizer {
  /** State per parameter, saved in checkpoints. */
  readonly slots: readonly NamedVariable[];
  /**
   * One step. Inside a captured function each update is one fused kernel.
   * @param gradients one per parameter, in order
   */
  step(gradients: readonly Tensor[], rates: StepRates): void;
}

export interface OptimizerOptions {
  /** In [0, 1); 0 makes SGD plain gradient descent, with any schedule. */
  readonly momentum: number;
  /** Factor of the L2 penalty, ≥ 0; for AdamW, decoupled weight decay. */
  readonly weight_decay: number;
  /** Parameters with weight decay: all, or those with at least two axes. */
  readonly decay_on: 'all' | 'kernels';
}

/** Creates an optimizer for these parameters. */
export type OptimizerMaker = (parameters: readonly NamedVariable[], options: OptimizerOptions) => Optimizer;

/** The gradient of the loss with its L2 penalty. */
export function decayed(gradient: Tensor, variable: Variable, options: OptimizerOptions): Tensor {
  const factor = decayOf(variable, options);
  return factor === 0 ? gradient : withDecay(gradient, variable, factor);
}

/** The weight decay of one parameter. */
export function decayOf({ rank }: Variable, { weight_decay, decay_on }: OptimizerOptions): number {
  return decay_on === 'all' || rank > 1 ? weight_decay : 0;
}

/** Zero-initialised state for every parameter, named `parameter.kind`. */
export function slotsFor(parameters: readonly NamedVariable[], kind: string): NamedVariable[] {
  return parameters.map(({ name, variable }) => slot(`${name}.${kind}`, variable.shape));
}

/** Zero-initialised state; a scalar if no shape is given. */
export function slot(name: string, shape: number[] = []): NamedVariable {
  const zeros = tf.zeros(shape);
  const variable = tf.variable(zeros, false);
  zeros.dispose();
  return { name, variable };
}
