/** Batch norms by the project's own ops, beside those of `parts.test.ts`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type BatchNorm,
  batchNormTraining,
  depthwiseConv2d,
  Program,
  relu,
  type Tensor,
  tf,
  type Variable,
} from '../../lib/runtime';
import { hasOwnOps } from '../../lib/runtime/own-ops';
import { assertClose, roundingTolerance } from '../rounding';
import { norm, normal } from './kernels-cases';

const IMAGES = 24;

test('a batch norm with relu hides no value that is not a number', skipped(), () => {
  const own = norm(16);
  const program = new Program(variablesOf(own), { all: (x: Tensor) => [relu(batchNormTraining(x, own))] });
  const x = normal([IMAGES, 2, 2, 16], 1).dataSync().slice() as Float32Array;
  x[0] = Number.NaN;
  const [y] = program.read('all', [tf.tensor(x, [IMAGES, 2, 2, 16])]);
  program.dispose();
  assert.ok(y.every((value, i) => Number.isNaN(value) === (i % 16 === 0)));
});

test('a relu of the new running mean is not that of the values', skipped(), () => {
  const own = norm(IMAGES);
  const body = (x: Tensor, w: Tensor) => {
    const y = relu(batchNormTraining(depthwiseConv2d(x, w), own)); // assigns the mean
    const perImage = tf.mean(depthwiseConv2d(x, w), [1, 2, 3]); // with as many values as the mean
    return [y, tf.mul(perImage, own.mean), relu(own.mean)] as Tensor[];
  };
  const inputs = [normal([IMAGES, 5, 4, IMAGES], 1), normal([3, 3, IMAGES, 1], 2)];
  const [eager, captured] = ([{ mode: 'eager' }, { parts: 2 }] as const).map((options) => {
    own.mean.assign(tf.zeros([IMAGES]));
    const program = new Program(variablesOf(own), { all: body }, options);
    const mean = program.run('all', inputs)[2].dataSync();
    program.dispose();
    return mean;
  });
  assert.ok(eager.includes(0));
  assertClose(captured, eager, roundingTolerance(IMAGES * 20), 'mean');
});

test('a batch norm without channels has no values', skipped(), () => {
  const none = norm(0);
  const program = new Program(variablesOf(none), { all: (x: Tensor) => [relu(batchNormTraining(x, none))] });
  assert.deepEqual(program.run('all', [tf.zeros([4, 2, 2, 0])])[0].shape, [4, 2, 2, 0]);
  program.dispose();
});

function variablesOf({ scale, offset, mean, variance }: BatchNorm): Variable[] {
  return [scale, offset, mean, variance];
}

function skipped() {
  return { skip: hasOwnOps() ? false : 'needs a CPU with AVX2' };
}
