import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyGradientDescent, Program, record, type Tensor, tf } from '../../lib/runtime';
import { type Binding, binding, type Metadata, withBinding } from '../../lib/runtime/backend';

/** Megabytes of the tensors that exist at the same time during `body`, at most. */
function peak(body: () => void): number {
  const real = binding();
  const sizes = new Map<number, number>();
  let most = 0;
  const made = (tensors: readonly Metadata[]) => {
    for (const { id, shape } of tensors) sizes.set(id, 4e-6 * shape.reduce((a, b) => a * b, 1));
    most = Math.max(
      most,
      [...sizes.values()].reduce((a, b) => a + b, 0),
    );
  };
  const counting: Partial<Binding> = {
    createTensor: (shape, dtype, values) => {
      const id = real.createTensor(shape, dtype, values);
      made([{ id, shape, dtype }]);
      return id;
    },
    executeOp: (...call) => {
      const results = real.executeOp(...call);
      made(results);
      return results;
    },
    deleteTensor: (id) => {
      sizes.delete(id);
      real.deleteTensor(id);
    },
  };
  withBinding(Object.create(real, Object.getOwnPropertyDescriptors(counting)), body);
  return most;
}

/** Thirty layers of a megabyte each, which a gradient needs all. */
const deep = (x: Tensor) => Array.from({ length: 30 }).reduce<Tensor>((value) => tf.sin(value), x);
const slope = tf.grad((x: Tensor) => tf.sum(deep(x)));

test('a recording holds a few large tensors at a time, not those of the whole gradient', () => {
  const x = tf.zeros([256, 1024]);
  const eager = peak(() => tf.tidy(() => void slope(x)));
  assert.ok(eager > 30, `${eager} MB`);
  const recorded = peak(() => void record('deep', (value) => [slope(value)], [x], []));
  assert.ok(recorded < 6, `${recorded} MB`);
  x.dispose();
});

test('variables have the values from before a recording, and then those of the graph', () => {
  const before = tf.memory().numTensors;
  const twos = tf.fill([256, 1024], 2);
  const weights = tf.variable(twos);
  const program = new Program([weights], {
    step: (rate) => {
      weights.assign(tf.mul(weights, 3));
      applyGradientDescent(weights, weights, rate);
      return [tf.sum(weights)];
    },
  });
  const rate = tf.scalar(0.5);
  for (const expected of [3, 4.5]) {
    const [sum] = program.run('step', [rate]);
    program.pull();
    assert.deepEqual([...weights.dataSync().subarray(0, 2)], [expected, expected]);
    sum.dispose();
  }
  program.dispose();
  tf.dispose([rate, weights, twos]);
  assert.equal(tf.memory().numTensors, before);
});
