import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyMomentum,
  conv2d,
  DataType,
  dense,
  dropout,
  flatten,
  foldIn,
  gather,
  keyOf,
  maxPool,
  Program,
  type ProgramOptions,
  relu,
  softmaxCrossEntropy,
  type Tensor,
  tf,
  toFloat,
  typeOf,
  uint8Tensor,
  uniform,
  type Variable,
} from '../../lib/runtime';
import { assertClose, effectOf, rounded } from '../rounding';

/** A small network that trains on uint8 images in the same program, with dropout, momentum and weight decay. */
function smallStep(options: ProgramOptions, change: (weights: Tensor, seed: number) => Tensor = (weights) => weights) {
  const normal = (shape: number[], seed: number) =>
    tf.variable(change(tf.randomNormal(shape, 0, 0.2, 'float32', seed), seed));
  const filter = normal([3, 3, 1, 4], 1);
  const weights = normal([4 * 4 * 4, 3], 2);
  const bias = tf.variable(tf.zeros([3]));
  const trained: Variable[] = [filter, weights, bias];
  const velocities = trained.map((variable) => tf.variable(tf.zeros(variable.shape), false));
  const images = tf.variable(
    uint8Tensor(
      Uint8Array.from({ length: 10 * 64 }, (_, i) => (i * 37) % 256),
      [10, 8, 8, 1],
    ),
    false,
  );
  const logits = (indices: Tensor) => {
    const x = tf.div(toFloat(gather(images, indices)), 255);
    return dense(flatten(maxPool(relu(conv2d(x, filter)))), weights, bias);
  };
  const program = new Program(
    [...trained, ...velocities, images],
    {
      train: (indices, labels, key, rate) => {
        const { value, grads } = tf.variableGrads(() => {
          const dropped = dropout(logits(indices), 0.2, foldIn(key, 1));
          return tf.mean(softmaxCrossEntropy(dropped, tf.oneHot(labels, 3).toFloat())).asScalar();
        }, trained);
        trained.forEach((variable, i) => {
          const gradient = tf.add(grads[variable.name], tf.mul(variable, 1e-3));
          applyMomentum(variable, velocities[i], gradient, rate, tf.scalar(0.9), true);
        });
        return [value];
      },
      evaluate: (indices) => [logits(indices)],
    },
    options,
  );
  const train = (step: number, size = 4) => {
    const inputs = [
      tf.tensor1d(Int32Array.from({ length: size }, (_, i) => (step * size + i) % 10)),
      tf.tensor1d(Int32Array.from({ length: size }, (_, i) => i % 3)),
      tf.tensor1d(keyOf(0, 1, step)),
      tf.scalar(0.1),
    ];
    const [loss] = program.run('train', inputs);
    const value = loss.dataSync()[0];
    tf.dispose([loss, ...inputs]);
    return value;
  };
  return { program, train, filter };
}

test('a captured step equals the eager one in losses and weights', () => {
  const summands = 4 * 8 * 8; // of a filter's gradient: pixels of a batch
  const networks = [
    smallStep({ mode: 'eager' }),
    smallStep({ mode: 'eager' }, (weights, seed) => rounded(weights, summands, seed)),
    smallStep({}),
  ];
  const [expected, moved, actual] = networks.map(({ program, train, filter }) => {
    const losses = Array.from({ length: 12 }, (_, step) => train(step));
    program.pull();
    return [losses, filter.dataSync()];
  });
  assert.equal(networks[2].program.running, 'captured');
  assert.ok(expected[0][11] < expected[0][0]);
  const tolerance = effectOf(moved, expected, summands);
  for (const [i, what] of ['losses', 'weights'].entries()) assertClose(actual[i], expected[i], tolerance, what);
});

test('several functions and batch sizes share the variables inside TensorFlow', () => {
  const { program, train } = smallStep({});
  const indices = tf.tensor1d([0, 1, 2], 'int32');
  const logits = () => Array.from(program.run('evaluate', [indices])[0].dataSync());
  const before = logits();
  train(0);
  train(1, 3); // another batch size: recorded anew, over the values that the graph has reached
  const after = logits();
  assert.notDeepEqual(after, before);
  program.pull();
  program.push(); // values that went out and in again give the same network
  assert.deepEqual(logits(), after);
});

test('functions that were prepared are loaded together, change nothing before they run, and leave no tensor', (t) => {
  const loads = t.mock.method(Program.prototype, 'push');
  const results = [true, false].map((isPrepared) => {
    const { program, train, filter } = smallStep({});
    const before = tf.memory().numTensors;
    if (isPrepared) {
      const step = (size: number) => [
        ...[tf.zeros([size], 'int32'), tf.zeros([size], 'int32'), tf.tensor1d(keyOf(0, 1, 0)), tf.scalar(5)],
      ];
      program.prepare([
        ['train', step(4)],
        ['train', step(3)],
        ['evaluate', [tf.zeros([2], 'int32')]],
      ]);
      assert.equal(tf.memory().numTensors, before);
    }
    loads.mock.resetCalls();
    const losses = [train(0), train(1, 3), train(2)];
    const indices = tf.tensor1d([5, 7], 'int32');
    const logits = program.run('evaluate', [indices])[0].dataSync();
    assert.equal(loads.mock.callCount(), isPrepared ? 0 : 3);
    program.pull();
    return [losses, [...logits], [...filter.dataSync()]];
  });
  assert.deepEqual(results[0], results[1]);
});

test('recording leaves the variables unchanged', () => {
  const count = tf.variable(tf.scalar(0));
  const program = new Program([count], {
    increment: () => {
      count.assign(tf.add(count, 1));
      return [tf.mul(count, 10)];
    },
  });
  const values = [1, 2, 3].map(() => program.run('increment', [])[0].dataSync()[0]);
  assert.deepEqual(values, [10, 20, 30]);
  program.pull();
  assert.equal(count.dataSync()[0], 3);
});

test('updated variables have no second copy outside the graph; pull, push and dispose give them their values', () => {
  const [counted, other, constant] = [1, 10, 100].map((value) => tf.tidy(() => tf.variable(tf.scalar(value))));
  const program = new Program([counted, other, constant], {
    count: () => {
      counted.assign(tf.add(counted, constant));
      other.assign(tf.add(other, 1));
      return [tf.add(counted, other)];
    },
  });
  const count = () => program.read('count', [])[0][0];
  const values = () => [counted, other, constant].map((variable) => variable.dataSync()[0]);
  const kept = counted.clone();
  assert.equal(count(), 112);
  assert.throws(() => other.dataSync(), /id/);
  assert.equal(kept.dataSync()[0], 1); // shared, so that its value stays
  assert.equal(constant.dataSync()[0], 100);
  program.pull();
  assert.deepEqual(values(), [101, 11, 100]);
  assert.equal(count(), 213);
  other.assign(tf.scalar(0));
  program.push();
  assert.deepEqual(values(), [201, 0, 100]);
  assert.equal(count(), 302);
  program.dispose();
  assert.deepEqual(values(), [301, 1, 100]);
});

test('the number of tensors stays constant over a thousand steps', () => {
  const { train } = smallStep({});
  train(0);
  const before = tf.memory().numTensors;
  for (let step = 1; step <= 1000; step++) train(step);
  assert.equal(tf.memory().numTensors, before);
});

for (const [what, body, word] of [
  ["reads a tensor's value", (x: Tensor) => [tf.scalar(x.dataSync()[0])], /reads a tensor's value/],
  ['draws randomness in JavaScript', (x: Tensor) => [tf.add(x, tf.randomUniform([1]))], /draws randomness/],
] as const) {
  test(`a function that ${what} runs eagerly, with a notice`, () => {
    const notices: string[] = [];
    const program = new Program([], { body }, { onNotice: (line) => notices.push(line) });
    const [y] = program.run('body', [tf.tensor1d([1])]);
    assert.ok(y.dataSync()[0] >= 1);
    assert.equal(program.running, 'eager');
    program.run('body', [tf.tensor1d([2])]);
    assert.equal(notices.length, 1);
    assert.match(notices[0], word);
  });
}

test('a fused update of an unknown variable is reported', () => {
  const stranger = tf.variable(tf.scalar(1));
  const notices: string[] = [];
  const program = new Program(
    [],
    {
      body: (x) => {
        applyMomentum(stranger, stranger, x, tf.scalar(1), tf.scalar(0), false);
        return [x.clone()];
      },
    },
    { onNotice: (line) => notices.push(line) },
  );
  program.run('body', [tf.scalar(1)]);
  assert.match(notices[0], /updates a variable that the program was not given/);
});

test('a tensor from outside enters the graph as a constant', () => {
  const table = uint8Tensor(Uint8Array.of(3, 5, 7), [3]);
  const program = new Program([], { body: (i) => [toFloat(gather(table, i))] });
  assert.deepEqual(Array.from(program.run('body', [tf.tensor1d([2, 0], 'int32')])[0].dataSync()), [7, 3]);
  assert.equal(program.running, 'captured');
});

test('random numbers depend only on their key', () => {
  const draw = (step: number, purpose: number) =>
    Array.from(uniform(foldIn(tf.tensor1d(keyOf(7, 2, step)), purpose), [1000]).dataSync());
  assert.deepEqual(draw(1, 1), draw(1, 1));
  assert.notDeepEqual(draw(1, 1), draw(1, 2));
  assert.notDeepEqual(draw(1, 1), draw(2, 1));
  const mean = draw(1, 1).reduce((a, b) => a + b) / 1000;
  assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / 1000));
  assert.equal(typeOf(uniform(tf.tensor1d(keyOf(0, 0, 0)), [1])), DataType.float32);
});
