import { applyGradientDescent, type NamedVariable, type Tensor, tf } from '../runtime';

/**
 * Weight of the old value in the running mean after `steps` steps: `decay`, but less at first, so that the initial
 * weights are soon forgotten.
 */
export function weightOfOld(decay: number, steps: number): number {
  return Math.min(decay, (1 + steps) / (10 + steps));
}

/**
 * `mean ← old · mean + (1 − old) · value` for every parameter and running statistic (Polyak & Juditsky 1992; the
 * exponential form as in Tarvainen & Valpola 2017).
 */
export function averageInto(means: readonly NamedVariable[], values: readonly NamedVariable[], old: Tensor): void {
  const rate = tf.sub(1, old);
  means.forEach(({ variable: mean }, i) => {
    applyGradientDescent(mean, tf.sub(mean, values[i].variable), rate.asScalar());
  });
}
