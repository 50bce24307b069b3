import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../lib/runtime';
import { hits, sums, weightedMean } from '../../lib/training/step-sums';

test('an image is correct if the largest logit is its label’s', () => {
  const logits = tf.tensor2d([
    [1, 3, 2],
    [5, 1, 4],
    [0, 0, 9],
  ]);
  const labels = tf.oneHot(tf.tensor1d([1, 2, 2], 'int32'), 3);
  assert.deepEqual([...hits(logits, labels).dataSync()], [1, 0, 1]);
  assert.deepEqual([...sums(tf.scalar(2), tf.scalar(7)).dataSync()], [2, 7]);
});

test('a mean is weighted by the classes of the targets, as in PyTorch', () => {
  const values = tf.tensor1d([1, 2, 4]);
  const targets = tf.tensor2d([
    [1, 0],
    [0, 1],
    [0.5, 0.5],
  ]);
  assert.equal(Math.fround(weightedMean(values, targets, undefined).dataSync()[0]), Math.fround(7 / 3));
  // Weights 3, 1 and 2: (3 · 1 + 1 · 2 + 2 · 4) / 6.
  assert.equal(weightedMean(values, targets, Float32Array.of(3, 1)).dataSync()[0], Math.fround(13 / 6));
});
