/**
 * Updates of variables by an optimizer. Inside a captured step each is one fused kernel that works in place; eagerly it
 * is the same arithmetic in tfjs's ops.
 */
import * as attributes from './attributes';
import { DataType, type Tensor, tf, type Variable } from './backend';
import { activeRecorder } from './capture/recorder';

/**
 * `velocity ← momentum · velocity + gradient`, then `variable ← variable − rate · velocity`, or with Nesterov's
 * look-ahead `− rate · (gradient + momentum · velocity)`: PyTorch's SGD without dampening (Sutskever et al. 2013).
 *
 * @param rate scalar
 */
export function applyMomentum(
  variable: Variable,
  velocity: Variable,
  gradient: Tensor,
  rate: Tensor,
  options: { readonly momentum: number; readonly nesterov: boolean },
): void {
  const { momentum, nesterov } = options;
  const recorder = activeRecorder();
  if (recorder) {
    const given = [
      attributes.type('T', DataType.float32),
      attributes.bool('use_nesterov', nesterov),
      attributes.bool('use_locking', false),
    ];
    recorder.update('ResourceApplyMomentum', given, [variable, velocity], [rate, gradient, tf.scalar(momentum)]);
    return;
  }
  tf.tidy(() => {
    velocity.assign(tf.add(tf.mul(velocity, momentum), gradient));
    const direction = nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
    variable.assign(tf.sub(variable, tf.mul(direction, rate)));
  });
}

/** `variable ← variable − rate · gradient`. */
export function applyGradientDescent(variable: Variable, gradient: Tensor, rate: Tensor): void {
  const recorder = activeRecorder();
  if (recorder) {
    const given = [attributes.type('T', DataType.float32), attributes.bool('use_locking', false)];
    recorder.update('ResourceApplyGradientDescent', given, [variable], [rate, gradient]);
    return;
  }
  tf.tidy(() => {
    variable.assign(tf.sub(variable, tf.mul(gradient, rate)));
  });
}
