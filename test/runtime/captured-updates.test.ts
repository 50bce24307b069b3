import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyGradientDescent, applyMomentum, Program, type Tensor, tf, updateIf } from '../../lib/runtime';
import { assertClose, roundingTolerance } from '../rounding';

const SIZES = [3, 5, 1, 8];
const ramp = (size: number, from: number) => tf.linspace(from, from + 1, size);
const rate = tf.scalar(0.1);

/** Vectors with velocities, statistics and a matrix, updated as in a training. */
function state() {
  const vectors = SIZES.map((size, i) => tf.variable(ramp(size, i)));
  const velocities = SIZES.map((size) => tf.variable(tf.zeros([size]), false));
  const means = SIZES.map((size) => tf.variable(tf.zeros([size]), false));
  const matrix = tf.variable(tf.ones([3, 2]));
  const variables = [...vectors, matrix, ...velocities, ...means];
  const step = (factor: Tensor) => {
    vectors.forEach((vector, i) => {
      const gradient = tf.add(tf.mul(tf.sin(vector), factor), tf.mul(vector, 0.01));
      applyMomentum(vector, velocities[i], gradient, rate, tf.scalar(0.9), true);
      means[i].assign(tf.add(tf.mul(means[i], 0.5), gradient));
    });
    applyGradientDescent(matrix, tf.mul(matrix, factor), rate);
    return [tf.sum(tf.concat(vectors))];
  };
  return { variables, vectors, velocities, means, matrix, step };
}

test('vectors are updated as in eager mode, in every function, and can be read and written', () => {
  const [expected, actual] = (['eager', 'captured'] as const).map((mode) => {
    const { variables, vectors, means, step } = state();
    const bodies = {
      step: (factor: Tensor) => step(factor),
      maybe: (factor: Tensor) => {
        updateIf(tf.greater(factor, 0), () => step(factor));
        return [factor];
      },
      look: () => [tf.concat([vectors[2], means[1], vectors[0]])],
    };
    const program = new Program(variables, bodies, { mode, onNotice: assert.fail });
    const seen: number[] = [];
    const look = () => seen.push(...program.run('look', [])[0].dataSync());
    look();
    for (const factor of [1, 2]) program.run('step', [tf.scalar(factor)]);
    look();
    for (const factor of [3, -1]) program.run('maybe', [tf.scalar(factor)]);
    look();
    program.pull();
    vectors[2].assign(tf.tensor1d([7]));
    program.push();
    program.run('step', [tf.scalar(1)]);
    look();
    program.pull();
    assert.equal(program.running, mode);
    return [...seen, ...variables.flatMap((variable) => Array.from(variable.dataSync()))];
  });
  assertClose(actual, expected, roundingTolerance(10), 'values'); // a value is multiplied at most ten times
});
