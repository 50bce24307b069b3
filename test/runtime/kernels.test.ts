import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cast,
  DataType,
  dropout,
  type Tensor,
  tf,
  toFloat,
  typeOf,
  uint8Tensor,
  uniform,
  uniformWithin,
  warp,
  withDecay,
} from '../../lib/runtime';
import { swishInOnePass, swishOfGate } from '../../lib/runtime/kernels/activation';
import { warpByPlaces, warpInOnePass } from '../../lib/runtime/kernels/warp';
import { hasOwnOps } from '../../lib/runtime/own-ops';
import { bfloat16Skip as skip } from '../instruction-sets';
import { assertClose, roundingTolerance } from '../rounding';
import { CASES, normal, tolerancesOf } from './kernels-cases';

const scalarOf = (tensor: Tensor) => tensor.dataSync()[0];
const key = tf.tensor1d([1, 2], 'int32');

for (const [name, kernelCase] of Object.entries(CASES)) {
  test(`${name}: the gradient equals the slope along a random direction`, () => {
    const { inputs, kernel } = kernelCase;
    const y = kernel(...inputs);
    const weights = normal(y.shape, 5);
    const value = (...x: Tensor[]) => tf.sum(tf.mul(kernel(...x), weights)).asScalar();
    const gradients = tf.grads((...x: Tensor[]) => value(...x))(inputs);
    const step = 1e-3;
    const rounding = Math.max(...tolerancesOf(kernelCase)) * scalarOf(tf.norm(tf.mul(y, weights).flatten()));
    inputs.forEach((input, i) => {
      const direction = normal(input.shape, 6 + i);
      const moved = (by: number) => inputs.map((x, k) => (k === i ? tf.add(x, tf.mul(direction, by)) : x));
      const slope = (scalarOf(value(...moved(step))) - scalarOf(value(...moved(-step)))) / (2 * step);
      const expected = scalarOf(tf.sum(tf.mul(gradients[i], direction)));
      const size = scalarOf(tf.norm(tf.mul(gradients[i], direction).flatten()));
      // 2 %: a step can cross the kink of a ReLU or of a maximum.
      const tolerance = 0.02 * size + rounding / (2 * step);
      assert.ok(Math.abs(slope - expected) < tolerance, `input ${i}: slope ${slope}, gradient ${expected}`);
    });
  });
}

/** These are float32 always. */
const SINGLE = ['softmaxCrossEntropy', 'winogradConv2d'];
/** A kernel rounds a gradient to bfloat16 at most this many times: inputs, what it saves, what it passes on. */
const ROUNDINGS = 16;
const MIXED = Object.keys(CASES).filter((name) => !SINGLE.includes(name));

/** Their second input is an activation as well, not a master weight. */
const BOTH = ['add', 'scaleChannels'];

for (const name of MIXED) {
  test(`${name}: bfloat16 agrees with float32 to 8 bits, and master gradients are float32`, { skip }, () => {
    const { inputs, kernel } = CASES[name];
    const weights = normal(kernel(...inputs).shape, 5);
    const run = (compute: DataType) =>
      tf.valueAndGrads((...x: Tensor[]) => {
        const activations = x.map((input, i) => (i === 0 || BOTH.includes(name) ? cast(input, compute) : input));
        const y = cast(kernel(...activations), DataType.float32);
        return tf.sum(tf.mul(y, weights)).asScalar();
      })(inputs);
    const single = run(DataType.float32);
    const mixed = run(DataType.bfloat16);
    single.grads.forEach((gradient, i) => {
      assert.equal(typeOf(mixed.grads[i]), DataType.float32);
      const tolerance = roundingTolerance(ROUNDINGS, { type: 'bfloat16' });
      assertClose(mixed.grads[i].dataSync(), gradient.dataSync(), tolerance, `input ${i}`);
    });
  });
}

test('dropout keeps the mean, and depends only on its key', () => {
  const x = tf.ones([200, 100]);
  const once = dropout(x, 0.25, key);
  const share = scalarOf(tf.mean(tf.cast(tf.equal(once, 0), 'float32')));
  assert.ok(Math.abs(share - 0.25) < 0.01);
  assert.ok(Math.abs(scalarOf(tf.mean(once)) - 1) < 0.02);
  assert.equal(scalarOf(tf.max(tf.abs(tf.sub(once, dropout(x, 0.25, key))))), 0);
});

test('dropout in one pass drops the same values as by random numbers, forward and backward', () => {
  const negative = tf.tensor1d([-7, 2 ** 31 - 1], 'int32');
  for (const [i, shape] of [[1], [15], [16], [33, 1], [3, 5, 7, 11], [70_001]].entries()) {
    const x = tf.randomNormal(shape, 0, 1, 'float32', 1);
    const used = i % 2 === 0 ? key : negative;
    const plain = (input: Tensor) => dropout(input, 0.37, used, [...shape]);
    const once = (input: Tensor) => dropout(input, 0.37, used);
    assert.deepEqual(once(x).dataSync(), plain(x).dataSync(), `values of ${shape}`);
    assert.deepEqual(tf.grad(once)(x).dataSync(), tf.grad(plain)(x).dataSync(), `gradients of ${shape}`);
  }
});

test('uniform numbers within a bound are those of TensorFlow, less a half, times the width', {
  skip: !hasOwnOps() && 'no AVX2',
}, () => {
  for (const [i, shape] of [[], [1], [15], [16], [33, 1], [3, 5, 7, 11], [70_001], [0, 3]].entries()) {
    const used = i % 2 === 0 ? key : tf.tensor1d([-7, 2 ** 31 - 1], 'int32');
    const bound = 1 / Math.sqrt(9 * 7);
    const expected = tf.mul(tf.sub(uniform(used, shape), 0.5), 2 * bound);
    const drawn = uniformWithin(used, shape, bound);
    assert.deepEqual(drawn.shape, shape);
    assert.deepEqual(drawn.dataSync(), expected.dataSync(), `values of ${shape}`);
  }
});

test('dropout in one pass drops the same bfloat16 values as float32 values, and rounds to even', {
  skip: !hasOwnOps() && 'no AVX2',
}, () => {
  const x = cast(tf.randomNormal([3, 5, 7, 11], 0, 1, 'float32', 1), DataType.bfloat16);
  const inFloat32 = (input: Tensor) => cast(dropout(cast(input, DataType.float32), 0.37, key), DataType.bfloat16);
  const valuesOf = (y: Tensor) => cast(y, DataType.float32).dataSync();
  const expected = valuesOf(inFloat32(x));
  assert.ok(expected.some((value) => value === 0) && expected.some((value) => value !== 0));
  assert.deepEqual(valuesOf(dropout(x, 0.37, key)), expected);
  const slope = (f: (input: Tensor) => Tensor) =>
    tf.grad((input: Tensor) => cast(f(cast(input, DataType.bfloat16)), DataType.float32))(cast(x, DataType.float32));
  assert.deepEqual(slope((input) => dropout(input, 0.37, key)).dataSync(), slope(inFloat32).dataSync());
});

test('swish in one pass has the values and gradients of the product with a sigmoid', {
  skip: !hasOwnOps() && 'no AVX2',
}, () => {
  const x = tf.concat([
    tf.randomNormal([40_003], 0, 3, 'float32', 1),
    tf.tensor1d([0, -100, 100, -1e4, 1e4]),
  ]) as Tensor;
  const dy = tf.randomNormal(x.shape, 0, 1, 'float32', 2);
  for (const type of ['float32', 'bfloat16'] as const) {
    const [given, slope] = [x, dy].map((tensor) => cast(tensor, DataType[type]));
    const [expected, actual] = [swishOfGate, swishInOnePass].map((swish) => {
      const values = swish(given);
      const [gradient] = tf.grads((input: Tensor) => swish(input))([given], slope);
      return [values, gradient].map((tensor) => cast(tensor, DataType.float32).dataSync());
    });
    // 6 roundings of the product's gradient, one after the other; the one pass rounds once to bfloat16.
    for (const i of [0, 1]) assertClose(actual[i], expected[i], roundingTolerance(6, { type }), `${type}, output ${i}`);
  }
});

test('the warp samples each output pixel where its transform specifies', () => {
  const image = uint8Tensor(Uint8Array.of(0, 10, 20, 30, 40, 50, 60, 70, 80), [1, 3, 3, 1]);
  const at = (row: number[]) => Array.from(warp(toFloat(image), tf.tensor2d([row]), 2, 2).dataSync());
  assert.deepEqual(at([1, 0, 1, 0, 1, 0, 0, 0]), [10, 20, 40, 50]); // one to the right
  assert.deepEqual(at([-1, 0, 2, 0, 1, 1, 0, 0]), [50, 40, 80, 70]); // mirrored, one down
  assert.deepEqual(at([1, 0, 0.5, 0, 1, 0, 0, 0]), [5, 15, 35, 45]); // between two pixels
  assert.deepEqual(at([1, 0, -1, 0, 1, 0, 0, 0]), [0, 0, 0, 30]); // half outside
  assert.deepEqual(at([1, 0, 1e9, 0, 1, 0, 0, 0]), [0, 0, 0, 0]); // far outside
  assert.deepEqual(at([1, 0, 0, 0, 1, 0, -1, 0]), [0, 0, 30, 0]); // the second column lies at infinity
});

test('the warp in one pass gives the samples of TensorFlow’s ops, for uint8 and floats', {
  skip: !hasOwnOps() && 'no AVX2',
}, () => {
  const [n, h, w] = [5, 9, 11];
  const pixels = tf.randomUniform([n, h, w, 1], 0, 256, 'int32', 3);
  const images = { uint8: cast(pixels, DataType.uint8), float: toFloat(pixels) };
  const identity = [1, 0, 0, 0, 1, 0, 0, 0];
  const maps = tf.add(tf.randomUniform([n, 8], -0.4, 0.4, 'float32', 4), tf.tensor2d([identity])) as Tensor;
  for (const [height, width] of [
    [9, 11], // no whole number of vectors
    [4, 16],
    [3, 1],
  ])
    for (const [name, given] of Object.entries(images)) {
      const [actual, expected] = [warpInOnePass, warpByPlaces].map((by) => by(given, maps, height, width));
      assert.deepEqual(actual.shape, expected.shape);
      // Of a place, some 6 roundings of numbers up to 12 move the sample by that share of a pixel's slope, up to 255.
      assertClose(actual.dataSync(), expected.dataSync(), roundingTolerance(6, { amplification: 12 }), name);
    }
});

test('a map that is not a number leads out of the image', { skip: !hasOwnOps() && 'no AVX2' }, () => {
  const image = uint8Tensor(Uint8Array.of(1, 2, 3, 4), [1, 2, 2, 1]);
  for (const entry of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const map = tf.tensor2d([[1, 0, entry, 0, 1, entry, 0, 0]]);
    assert.deepEqual(Array.from(warp(image, map, 2, 2).dataSync()), [0, 0, 0, 0]);
  }
});

test('weight decay adds a multiple of the weights, and leaves its inputs as they are', () => {
  const size = 2 ** 17 + 11; // in several parts, the last one without a whole number of vectors
  const gradient = tf.range(0, size);
  const weights = tf.range(size, 0, -1);
  const sum = withDecay(gradient, weights, 0.5).dataSync();
  assert.ok(sum.every((value, i) => value === i + 0.5 * (size - i)));
  assert.deepEqual(
    [gradient, weights].map((tensor) => tensor.dataSync()[1]),
    [1, size - 1],
  );
});
