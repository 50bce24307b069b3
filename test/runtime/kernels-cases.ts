import {
  add,
  type BatchNorm,
  batchNormInference,
  batchNormTraining,
  biasAdd,
  conv2d,
  dense,
  depthwiseConv2d,
  dropout,
  flatten,
  globalAveragePool,
  maxPool,
  relu,
  repeatChannel,
  scaleChannels,
  sigmoid,
  softmaxCrossEntropy,
  swish,
  type Tensor,
  tf,
} from '../../lib/runtime';
import { directConv2d } from '../../lib/runtime/kernels/convolution';
import { directDense } from '../../lib/runtime/kernels/dense';
import { directDepthwiseConv2d } from '../../lib/runtime/kernels/depthwise';
import { winogradConv2d } from '../../lib/runtime/kernels/winograd';
import { roundingTolerance } from '../rounding';
import { winogradTolerances } from './winograd-rounding';

/** A kernel with inputs that it is differentiated by. */
export interface Case {
  readonly inputs: Tensor[];
  readonly kernel: (...inputs: Tensor[]) => Tensor;
  /** Relative errors that rounding may cause in the value and in the gradients; by default those of plain sums. */
  readonly tolerances?: readonly number[];
}

export const normal = (shape: number[], seed: number): Tensor => tf.randomNormal(shape, 0, 1, 'float32', seed);

export function norm(channels: number): BatchNorm {
  return {
    scale: tf.variable(normal([channels], 11)),
    offset: tf.variable(normal([channels], 12)),
    mean: tf.variable(tf.zeros([channels]), false),
    variance: tf.variable(tf.ones([channels]), false),
    epsilon: 1e-5,
    momentum: 0.1,
  };
}

const bn = norm(3);
const moving = norm(3);
const key = tf.tensor1d([1, 2], 'int32');
const targets = tf.softmax(normal([4, 7], 13)) as Tensor;

export const CASES: Readonly<Record<string, Case>> = {
  conv2d: { inputs: [normal([2, 6, 6, 3], 1), normal([3, 3, 3, 4], 2)], kernel: (x, w) => conv2d(x, w) },
  'conv2d, stride 2': { inputs: [normal([2, 7, 7, 2], 1), normal([3, 3, 2, 4], 2)], kernel: (x, w) => conv2d(x, w, 2) },
  'conv2d, 1×1': { inputs: [normal([2, 3, 4, 3], 1), normal([1, 1, 3, 5], 2)], kernel: (x, w) => conv2d(x, w) },
  winogradConv2d: {
    inputs: [normal([2, 6, 5, 16], 1), normal([3, 3, 16, 48], 2)],
    kernel: winogradConv2d,
    tolerances: winogradTolerances([2, 6, 5, 16], [3, 3, 16, 48]),
  },
  depthwiseConv2d: {
    inputs: [normal([2, 6, 6, 3], 1), normal([3, 3, 3, 1], 2)],
    kernel: (x, w) => depthwiseConv2d(x, w),
  },
  'depthwiseConv2d, stride 2': {
    inputs: [normal([2, 6, 7, 3], 1), normal([5, 5, 3, 1], 2)],
    kernel: (x, w) => depthwiseConv2d(x, w, 2),
  },
  'depthwiseConv2d, 5×5': {
    inputs: [normal([2, 6, 7, 3], 1), normal([5, 5, 3, 1], 2)],
    kernel: (x, w) => depthwiseConv2d(x, w),
  },
  'depthwiseConv2d, filter larger than the image': {
    inputs: [normal([2, 2, 3, 3], 1), normal([5, 5, 3, 1], 2)],
    kernel: (x, w) => depthwiseConv2d(x, w),
  },
  dense: { inputs: [normal([4, 5], 1), normal([5, 6], 2), normal([6], 3)], kernel: dense },
  // Devices that multiply bfloat16 natively.
  directConv2d: {
    inputs: [normal([2, 7, 7, 2], 1), normal([3, 3, 2, 4], 2)],
    kernel: (x, w) => directConv2d(x, w, 2),
  },
  directDepthwiseConv2d: {
    inputs: [normal([2, 6, 7, 3], 1), normal([5, 5, 3, 1], 2)],
    kernel: (x, w) => directDepthwiseConv2d(x, w, 2),
  },
  directDense: { inputs: [normal([4, 5], 1), normal([5, 6], 2), normal([6], 3)], kernel: directDense },
  biasAdd: { inputs: [normal([2, 3, 3, 4], 1), normal([4], 2)], kernel: biasAdd },
  relu: { inputs: [normal([5, 8], 1)], kernel: relu },
  sigmoid: { inputs: [normal([5, 8], 1)], kernel: sigmoid },
  swish: { inputs: [normal([5, 8], 1)], kernel: swish },
  add: { inputs: [normal([5, 8], 1), normal([5, 8], 2)], kernel: add },
  'a value that is used twice': { inputs: [normal([5, 8], 1)], kernel: (x) => add(swish(x), sigmoid(x)) },
  maxPool: { inputs: [normal([2, 6, 6, 3], 1)], kernel: (x) => maxPool(x) },
  globalAveragePool: { inputs: [normal([2, 4, 5, 3], 1)], kernel: globalAveragePool },
  scaleChannels: { inputs: [normal([2, 4, 4, 3], 1), normal([2, 1, 1, 3], 2)], kernel: scaleChannels },
  repeatChannel: { inputs: [normal([2, 4, 4, 1], 1)], kernel: (x) => repeatChannel(x, 3) },
  flatten: { inputs: [normal([2, 3, 3, 2], 1)], kernel: flatten },
  dropout: { inputs: [normal([10, 10], 1)], kernel: (x) => dropout(x, 0.3, key) },
  'dropout of whole images': { inputs: [normal([8, 2, 2, 3], 1)], kernel: (x) => dropout(x, 0.3, key, [8, 1, 1, 1]) },
  softmaxCrossEntropy: { inputs: [normal([4, 7], 1)], kernel: (x) => softmaxCrossEntropy(x, targets) },
  'batch norm, inference': { inputs: [normal([4, 5, 5, 3], 1)], kernel: (x) => batchNormInference(x, bn) },
  'batch norm, training': {
    inputs: [normal([4, 5, 5, 3], 1), normal([3], 2), normal([3], 3)],
    // The affine part as inputs of their own, so that its gradients are checked as well.
    kernel: (x, scale, offset) =>
      batchNormTraining(x, { ...moving, scale: scale as BatchNorm['scale'], offset: offset as BatchNorm['offset'] }),
  },
};

/** The kernels' variables, which move. */
export const VARIABLES = [moving.mean, moving.variance];

/** The kernel's value, and the gradients of its randomly weighted sum by the inputs. */
export function differentiate({ inputs, kernel }: Case, given: readonly Tensor[] = inputs): Tensor[] {
  let value: Tensor | undefined;
  const weighed = (...x: Tensor[]) => {
    value = tf.keep(kernel(...x));
    return tf.sum(tf.mul(value, normal(value.shape, 5))).asScalar();
  };
  const gradients = tf.grads(weighed)([...given]);
  const outputs = [value!.clone(), ...gradients];
  value!.dispose();
  return outputs;
}

/** The tolerances of these outputs: no sum in a kernel is longer than the largest of its tensors. */
export function tolerancesOf({ inputs, kernel, tolerances }: Case): readonly number[] {
  const sizes = [...inputs, kernel(...inputs)].map(({ size }) => size);
  return tolerances ?? sizes.map(() => roundingTolerance(Math.max(...sizes)));
}
