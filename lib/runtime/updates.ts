/**
 * Updates of variables by optimizers. In a captured step each is one fused in-place kernel; eagerly it is the same
 * arithmetic in tfjs's ops. Rates and coefficients are scalar tensors, so that they may change from step to step.
 */
import * as attributes from './attributes';
import { type Attribute, DataType, type Tensor, tf, type Variable } from './backend';
import { activeRecorder } from './capture/recorder';

const common = () => [attributes.type('T', DataType.float32), attributes.bool('use_locking', false)];

/** `variable ← variable − rate · gradient`. */
export function applyGradientDescent(variable: Variable, gradient: Tensor, rate: Tensor): void {
  update('ResourceApplyGradientDescent', common(), [variable], [rate, gradient], () => {
    variable.assign(tf.sub(variable, tf.mul(gradient, rate)));
  });
}

/**
 * `velocity ← momentum · velocity + gradient`, then `variable ← variable − rate · velocity`, or with Nesterov's
 * look-ahead `− rate · (gradient + momentum · velocity)` (Sutskever et al. 2013).
 */
export function applyMomentum(
  variable: Variable,
  velocity: Variable,
  gradient: Tensor,
  rate: Tensor,
  momentum: Tensor,
  nesterov: boolean,
): void {
  const given = [...common(), attributes.bool('use_nesterov', nesterov)];
  update('ResourceApplyMomentum', given, [variable, velocity], [rate, gradient, momentum], () => {
    velocity.assign(tf.add(tf.mul(velocity, momentum), gradient));
    const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
    variable.assign(tf.sub(variable, tf.mul(direction, rate)));
  });
}

/** Running means of the gradient and of its square; each decay is the weight of the old value. */
export interface Moments {
  readonly mean: Variable;
  readonly square: Variable;
  /** The largest `square` so far, for AMSGrad. */
  readonly largest?: Variable;
}

/**
 * Updates the moments, then `variable ← variable − rate · mean / (√square + epsilon)`, with `largest` instead of
 * `square` for AMSGrad. The caller applies bias corrections to `rate` and `epsilon` (Kingma & Ba 2015, section 2).
 */
export function applyAdam(
  variable: Variable,
  { mean, square, largest }: Moments,
  gradient: Tensor,
  { rate, beta1, beta2, epsilon }: Readonly<Record<'rate' | 'beta1' | 'beta2' | 'epsilon', Tensor>>,
): void {
  const targets = largest ? [variable, mean, square, largest] : [variable, mean, square];
  // The kernel's own bias correction uses powers of the betas. Zeros disable it: the caller corrects in float64.
  const operands = [tf.scalar(0), tf.scalar(0), rate, beta1, beta2, epsilon, gradient];
  const op = largest ? 'ResourceApplyAdamWithAmsgrad' : 'ResourceApplyAdam';
  const given = largest ? common() : [...common(), attributes.bool('use_nesterov', false)];
  update(op, given, targets, operands, () => {
    mean.assign(tf.add(mean, tf.mul(tf.sub(gradient, mean), tf.sub(1, beta1))));
    square.assign(tf.add(square, tf.mul(tf.sub(tf.square(gradient), square), tf.sub(1, beta2))));
    largest?.assign(tf.maximum(largest, square));
    const denominator = tf.add(tf.sqrt(largest ?? square), epsilon);
    variable.assign(tf.sub(variable, tf.div(tf.mul(mean, rate), denominator)));
  });
}

/** Zeiler 2012: `step = gradient · √(moved + ε) / √(square + ε)`, both running means with the weight `rho`. */
export function applyAdadelta(
  variable: Variable,
  { square, moved }: { readonly square: Variable; readonly moved: Variable },
  gradient: Tensor,
  { rate, rho, epsilon }: Readonly<Record<'rate' | 'rho' | 'epsilon', Tensor>>,
): void {
  update('ResourceApplyAdadelta', common(), [variable, square, moved], [rate, rho, epsilon, gradient], () => {
    const blend = (old: Tensor, value: Tensor) => tf.add(tf.mul(old, rho), tf.mul(tf.square(value), tf.sub(1, rho)));
    square.assign(blend(square, gradient));
    const step = tf.mul(tf.div(tf.sqrt(tf.add(moved, epsilon)), tf.sqrt(tf.add(square, epsilon))), gradient);
    moved.assign(blend(moved, step));
    variable.assign(tf.sub(variable, tf.mul(step, rate)));
  });
}

/** `sum ← sum + gradient²`, then `variable ← variable − rate · gradient / (√sum + epsilon)` (Duchi et al. 2011). */
export function applyAdagrad(
  variable: Variable,
  sum: Variable,
  gradient: Tensor,
  { rate, epsilon }: Readonly<Record<'rate' | 'epsilon', Tensor>>,
): void {
  const given = [...common(), attributes.bool('update_slots', true)];
  update('ResourceApplyAdagradV2', given, [variable, sum], [rate, epsilon, gradient], () => {
    sum.assign(tf.add(sum, tf.square(gradient)));
    variable.assign(tf.sub(variable, tf.div(tf.mul(gradient, rate), tf.add(tf.sqrt(sum), epsilon))));
  });
}

/**
 * Applies the updates of `body` only if `condition`, a bool, is true; in a captured step TensorFlow decides. Variables
 * that `body` assigns must not be assigned elsewhere in the step.
 */
export function updateIf(condition: Tensor, body: () => void): void {
  const recorder = activeRecorder();
  if (recorder) recorder.onlyIf(condition, body);
  else if (condition.dataSync()[0]) body();
}

function update(
  op: string,
  given: Attribute[],
  targets: readonly Variable[],
  operands: readonly Tensor[],
  eagerly: () => void,
): void {
  const recorder = activeRecorder();
  if (recorder) recorder.update(op, given, targets, operands);
  else tf.tidy(eagerly);
}
