import { test } from 'node:test';
import * as kernels from '../../lib/runtime';
import { type BatchNorm, type Tensor, tf, type Variable } from '../../lib/runtime';
import { noise } from '../noise';
import { assertClose, REFERENCE_DIGITS, roundingTolerance } from '../rounding';
import reference from './kernels_reference.json';

/** Gives the value, by which the inputs are differentiated, and what else is compared. */
type Kernel = (...inputs: Tensor[]) => Tensor[];

const norm = (scale: Tensor, offset: Tensor): BatchNorm => ({
  scale: scale as Variable,
  offset: offset as Variable,
  mean: tf.variable(tf.fill(scale.shape, 0.25), false),
  variance: tf.variable(tf.fill(scale.shape, 1.5), false),
  epsilon: 1e-3,
  momentum: 0.1,
});
const hard = tf.cast(tf.oneHot(tf.tensor1d([0, 6, 3], 'int32'), 7), 'float32');
const soft = tf.softmax(noise([3, 7], 1, 70));
const maps = tf.tensor2d([
  [0.8, 0.3, 0.5, -0.2, 0.9, 0.7, 0.01, -0.02],
  [-1, 0, 3.6, 0.1, 1.1, -0.4, 0, 0],
]);

const conv2d = (stride: number): Kernel => {
  return (x, filter) => [kernels.conv2d(x, filter, stride)];
};
const depthwise = (stride: number): Kernel => {
  return (x, filter) => [kernels.depthwiseConv2d(x, filter, stride)];
};

/** The cases of kernels_reference.py. */
const KERNELS: Record<keyof typeof reference, Kernel> = {
  conv2d: conv2d(1),
  'conv2d, stride 2, even': conv2d(2),
  'conv2d, stride 2, odd': conv2d(2),
  'conv2d, 1×1': conv2d(1),
  depthwiseConv2d: depthwise(1),
  'depthwiseConv2d, stride 2, even': depthwise(2),
  'depthwiseConv2d, stride 2, odd': depthwise(2),
  'depthwiseConv2d, filter larger than the image': depthwise(1),
  'depthwiseConv2d, stride 2, filter larger than the image': depthwise(2),
  dense: (x, weights, bias) => [kernels.dense(x, weights, bias)],
  biasAdd: (x, bias) => [kernels.biasAdd(x, bias)],
  relu: (x) => [kernels.relu(x)],
  sigmoid: (x) => [kernels.sigmoid(x)],
  swish: (x) => [kernels.swish(x)],
  add: (a, b) => [kernels.add(a, b)],
  globalAveragePool: (x) => [kernels.globalAveragePool(x)],
  scaleChannels: (x, scale) => [kernels.scaleChannels(x, scale)],
  repeatChannel: (x) => [kernels.repeatChannel(x, 3)],
  maxPool: (x) => [kernels.maxPool(x)],
  flatten: (x) => [kernels.flatten(x)],
  batchNormTraining: (x, scale, offset) => {
    const statistics = norm(scale, offset);
    const y = kernels.batchNormTraining(x, statistics);
    return [y, statistics.mean, statistics.variance];
  },
  batchNormInference: (x, scale, offset) => [kernels.batchNormInference(x, norm(scale, offset))],
  'softmaxCrossEntropy, hard labels': (logits) => [kernels.softmaxCrossEntropy(logits, hard)],
  'softmaxCrossEntropy, soft labels': (logits) => [kernels.softmaxCrossEntropy(logits, soft)],
  warp: (images) => [kernels.warp(images, maps, 5, 6)],
};

for (const [name, { shapes, outputs, gradients }] of Object.entries(reference)) {
  const kernel = KERNELS[name as keyof typeof reference];
  const inputs = shapes.map((shape, number) => noise(shape, 1, number));

  test(`${name} reproduces PyTorch’s values and gradients`, () => {
    const [value, ...others] = kernel(...inputs);
    // No sum in a kernel is longer than the largest of its tensors.
    const tolerance = REFERENCE_DIGITS + roundingTolerance(Math.max(...[...inputs, value].map(({ size }) => size)));
    [value, ...others].forEach((output, i) => {
      assertClose(output.dataSync(), outputs[i], tolerance, `output ${i}`);
    });
    if (gradients.length === 0) return;
    const weights = noise(value.shape, 1, 50);
    const slopes = tf.grads((...x: Tensor[]) => tf.sum(tf.mul(kernel(...x)[0], weights)))(inputs);
    slopes.forEach((slope, i) => {
      assertClose(slope.dataSync(), gradients[i], tolerance, `gradient of input ${i}`);
    });
  });
}
