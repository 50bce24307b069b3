import { fused, type NamedVariable, type Tensor, tf, type Variable } from '../../runtime';

/** What a schedule may change from step to step, as scalars. */
export interface StepRates {
  readonly rate: Tensor;
  /** Of SGD, and β₁ of Adam and its kin. */
  readonly momentum: Tensor;
}

/** Moves parameters by their gradients. */
export interface Optimizer {
  /** State that it keeps for the parameters, saved with a checkpoint. */
  readonly slots: readonly NamedVariable[];
  /**
   * One step. Inside a captured function each update is one fused kernel.
   * @param gradients one a parameter, in their order
   */
  step(gradients: readonly Tensor[], rates: StepRates): void;
}

export interface OptimizerOptions {
  /** In [0, 1); 0 makes plain gradient descent of SGD, whatever the schedule. */
  readonly momentum: number;
  /** Added to each gradient, times the parameter (L2), ≥ 0. AdamW shrinks the parameter by it instead. */
  readonly weight_decay: number;
  /** Which parameters it is on: all, or those of two and more dimensions. */
  readonly decay_on: 'all' | 'kernels';
}

/** Makes an optimizer for these parameters. */
export type OptimizerMaker = (parameters: readonly NamedVariable[], options: OptimizerOptions) => Optimizer;

/** Elements of a parameter that a core's cache does not hold: arithmetic on it takes as long as its memory does. */
const LARGE = 2 ** 18;

/** The gradient of the loss with its L2 penalty. */
export function decayed(gradient: Tensor, variable: Variable, options: OptimizerOptions): Tensor {
  const factor = decayOf(variable, options);
  if (factor === 0) return gradient;
  const sum = () => tf.add(gradient, tf.mul(variable, factor));
  return variable.size >= LARGE ? fused(sum) : sum();
}

/** The weight decay of one parameter. */
export function decayOf({ rank }: Variable, { weight_decay, decay_on }: OptimizerOptions): number {
  return decay_on === 'all' || rank > 1 ? weight_decay : 0;
}

/** State of zeros for every parameter, named `parameter.kind`. */
export function slotsFor(parameters: readonly NamedVariable[], kind: string): NamedVariable[] {
  return parameters.map(({ name, variable }) => slot(`${name}.${kind}`, variable.shape));
}

/** One state of zeros; of one number where no shape is given. */
export function slot(name: string, shape: number[] = []): NamedVariable {
  const zeros = tf.zeros(shape);
  const variable = tf.variable(zeros, false);
  zeros.dispose();
  return { name, variable };
}
