import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { tf } from '../../lib/runtime';

test('a printed tensor shows type, shape and values', () => {
  const small = tf.tensor2d([[1, 2.5]]);
  assert.equal(inspect(small), 'Tensor float32 [1,2] [ [ 1, 2.5 ] ]');
  assert.equal(inspect(tf.zeros([20, 20])), 'Tensor float32 [20,20], 400 values');
  small.dispose();
  assert.equal(inspect(small), 'Tensor float32 [1,2], disposed');
});
