import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../lib/runtime';
import { averageInto, weightOfOld } from '../../lib/training/average';
import { clipped } from '../../lib/training/clip';

test('the running mean is updated by the share of the new value', () => {
  const named = (value: number) => [{ name: 'w', variable: tf.variable(tf.tensor1d([value]), false) }];
  const [means, values] = [named(1), named(5)];
  averageInto(means, values, tf.scalar(0.75));
  assert.deepEqual(means[0].variable.arraySync(), [2]);
  assert.deepEqual(values[0].variable.arraySync(), [5]);
});

test('the old value has less weight at first', () => {
  assert.equal(weightOfOld(0.999, 0), 0.1);
  assert.equal(weightOfOld(0.999, 90), 91 / 100);
  assert.equal(weightOfOld(0.999, 1e6), 0.999);
});

test('gradients are clipped together, and only if their norm is too large', () => {
  const gradients = [tf.tensor1d([3, 0]), tf.tensor1d([4])]; // length 5
  const values = (norm: number) => clipped(gradients, norm).map((gradient) => [...gradient.dataSync()]);
  assert.deepEqual(values(10), [[3, 0], [4]]);
  assert.deepEqual(values(0), [[3, 0], [4]]);
  const [[x], [y]] = values(1);
  assert.ok(Math.abs(x - 0.6) < 1e-5 && Math.abs(y - 0.8) < 1e-5);
});
