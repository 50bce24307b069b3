import { applyGradientDescent, matMul, type NamedVariable, type Tensor, tf } from '../../runtime';
import { adamw } from './adam';
import { decayOf, type OptimizerMaker, slotsFor } from './optimizer';

/**
 * Newton–Schulz iteration as in PyTorch's `Muon`: five steps of an odd quintic with these coefficients, in rounds. After
 * three steps the Gram matrix is computed anew, since rounding errors of its small eigenvalues grow tenfold with each step.
 */
const ROUNDS = [3, 2];
/** For matrices that are nearly square, where rounds of several steps need more products. */
const ROUNDS_OF_SQUARES = [1, 1, 1, 1, 1];
const LEAST_RATIO = 1.5;
const [A, B, C] = [3.4445, -4.775, 2.0315];
/**
 * Root mean square of AdamW's updates, which the scaled updates share (Liu et al. 2025, arXiv 2502.16982, section 2.2).
 */
const UPDATE_RMS = 0.2;

/**
 * Muon (Jordan et al. 2024): updates each kernel by its momentum with all singular values set to about 1. PyTorch's
 * `Muon` with Nesterov momentum, decoupled weight decay and `adjust_lr_fn="match_rms_adamw"`, so that one learning rate
 * also suits the biases, scales and offsets, which AdamW updates. A convolution's kernel is treated as the matrix of
 * its filters.
 */
export const muon: OptimizerMaker = (parameters, options) => {
  const isKernel = ({ variable }: NamedVariable) => variable.rank > 1;
  const kernels = parameters.filter(isKernel);
  const means = slotsFor(kernels, 'mean');
  const vectors = adamw(
    parameters.filter((parameter) => !isKernel(parameter)),
    options,
  );
  return {
    slots: [...means, ...vectors.slots],
    step: (gradients, rates) => {
      const { rate, momentum } = rates;
      const of = (kernel: boolean) => gradients.filter((_, i) => isKernel(parameters[i]) === kernel);
      of(true).forEach((gradient, i) => {
        const { variable } = kernels[i];
        const mean = means[i].variable;
        mean.assign(mix(mean, gradient, momentum));
        const matrix = tf.reshape(mix(gradient, mean, tf.sub(1, momentum)), [-1, variable.shape.at(-1)!]);
        const scale = UPDATE_RMS * Math.sqrt(Math.max(...matrix.shape));
        const update = tf.mul(tf.reshape(orthogonal(matrix), variable.shape), scale);
        applyGradientDescent(variable, tf.add(update, tf.mul(variable, decayOf(variable, options))), rate);
      });
      vectors.step(of(false), rates);
    },
  };
};

/** `share · old + (1 − share) · other`. */
function mix(old: Tensor, other: Tensor, share: Tensor): Tensor {
  return tf.add(other, tf.mul(tf.sub(old, other), share));
}

/**
 * A matrix with about the same singular vectors, and singular values between 0.7 and 1.2. A step x · p(xᵀx) multiplies by
 * a polynomial of the Gram matrix, which is small: the steps of a round multiply these polynomials, and x only by their
 * product.
 */
function orthogonal(matrix: Tensor): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const isTall = rows > columns;
  const isSquare = Math.max(rows, columns) < LEAST_RATIO * Math.min(rows, columns);
  let x = tf.div(matrix, tf.maximum(tf.sqrt(tf.sum(tf.square(matrix))), 1e-7));
  for (const steps of isSquare ? ROUNDS_OF_SQUARES : ROUNDS) {
    const { share, rest } = factorOf(matMul(x, x, isTall ? { transposeA: true } : { transposeB: true }), steps);
    x = tf.add(tf.mul(x, share), isTall ? matMul(x, rest) : matMul(rest, x));
  }
  return x;
}

/** The matrix `share` · 1 + `rest`. A graph would store the unit matrix. */
interface Factor {
  readonly share: number;
  readonly rest: Tensor;
}

/** The product of the steps' polynomials. */
function factorOf(gram: Tensor, steps: number): Factor {
  const rest = tf.add(tf.mul(gram, B), tf.mul(matMul(gram, gram), C)) as Tensor;
  if (steps === 1) return { share: A, rest };
  const half = tf.add(tf.mul(gram, A), matMul(rest, gram)) as Tensor;
  const next = factorOf(tf.add(tf.mul(half, A), matMul(half, rest)), steps - 1);
  const sum = tf.add(tf.mul(next.rest, A), tf.mul(rest, next.share));
  return { share: A * next.share, rest: tf.add(sum, matMul(rest, next.rest)) };
}
