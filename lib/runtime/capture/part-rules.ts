import * as attributes from '../attributes';
import { DataType } from '../backend';
import { explicitPadding } from '../kernels/depthwise';
import type { GraphNode } from './graph';
import { batchNorm, batchNormGradient, relu, reluGradient, swish, swishGradient } from './part-batch-norm';
import { channelMeans, scaling } from './part-channels';
import { areVectors, attribute, flag, imageByImage, type Rule } from './part-rule';
import type { Parts } from './parts';

/** The rule by which a node computes parts of a batch, or the whole batch as one part, if there is one. */
export function ruleOf(node: GraphNode, { count }: Parts): Rule | undefined {
  return (count > 1 ? RULES : BATCH_NORM_RULES).get(node.op);
}

/** Convolutions of images with a filter. They also divide images that are whole. */
const convolution: Rule = (node, parts) => {
  const [images, filter] = node.inputs;
  if (parts.has(filter) || !parts.canDivide(images)) return false;
  parts.compute(node, (part) => [parts.of(images)[part], parts.whole(filter)]);
  return true;
};

/** The convolution of a repeated gray channel is that of one channel with the sum of the filters. */
const grayConvolution: Rule = (node, parts) => {
  const [images, filter] = node.inputs;
  const { op, inputs } = parts.node(images);
  const [gray, repeats] = inputs;
  const isRepeated =
    op === 'Tile' && parts.shape(gray).at(-1) === 1 && String(parts.integers(repeats)).startsWith('1,1,1,');
  if (!isRepeated || parts.has(filter) || !parts.canDivide(gray)) return convolution(node, parts);
  const type = parts.type(filter);
  const sum = parts.graph.add(
    'Sum',
    [parts.whole(filter), parts.constant([1], [2])],
    [attributes.type('T', type), attributes.type('Tidx', DataType.int32), attributes.bool('keep_dims', true)],
  );
  parts.compute(node, (part) => [parts.of(gray)[part], sum]);
  return true;
};

/** A constant shape whose first axis is that of a part. */
function partShape(shape: readonly number[], parts: Parts): string {
  const [length, ...others] = shape;
  return parts.constant([shape.length], [length / parts.count, ...others]);
}

/** The gradient of the images: inputs are their shape, the filter, and the gradient of the result. */
const imageGradient: Rule = (node, parts) => {
  const [, filter, dy] = node.inputs;
  if (!parts.has(dy) || parts.has(filter)) return false;
  const shape = partShape(parts.shape(node.name), parts);
  parts.compute(node, (part) => [shape, parts.whole(filter), parts.of(dy)[part]]);
  return true;
};

/** The gradient of the filter: inputs are the images, the filter's shape, and the gradient of the result. */
const filterGradient: Rule = (node, parts) => {
  const [images, size, dy] = node.inputs;
  if (!parts.has(images) || !parts.canDivide(dy)) return false;
  parts.addUp(node, (part) => [parts.of(images)[part], size, parts.of(dy)[part]]);
  return true;
};

/** A rule with an op of `native/depthwise.h` in place of TensorFlow's, if the op can. */
function depthwise(rule: Rule, op: string, imagesOf: ValueOf, filterOf: ValueOf): Rule {
  return (node, parts) => {
    const filter = parts.shape(filterOf(node));
    const stride = strideToSameSize(node, parts.shape(imagesOf(node)), filter);
    const canRun = attribute(node, 'T').value === DataType.float32 && areVectors(filter[2]) && filter[3] === 1;
    const replaced = { ...node, op, attributes: [attributes.int('stride', stride ?? 1)] };
    return rule(canRun && stride !== undefined ? replaced : node, parts);
  };
}

type ValueOf = (node: GraphNode) => string;
const result: ValueOf = ({ name }) => name;
const first: ValueOf = ({ inputs }) => inputs[0];
const second: ValueOf = ({ inputs }) => inputs[1];

/** The stride of a convolution with TensorFlow's padding to the same size; undefined for others. */
function strideToSameSize(node: GraphNode, images: readonly number[], filter: readonly number[]): number | undefined {
  const [, stride, across] = attribute(node, 'strides').value as number[];
  const dilations = attribute(node, 'dilations').value as number[];
  const zeros = explicitPadding(images, filter, stride);
  const given = node.attributes.find(({ name }) => name === 'explicit_paddings')?.value as number[] | undefined;
  const padding = attribute(node, 'padding').value;
  const isSame = padding === 'SAME' || (padding === 'EXPLICIT' && zeros.every((count, i) => count === given?.[i]));
  return isSame && stride === across && dilations.every((dilation) => dilation === 1) ? stride : undefined;
}

const biasGradient: Rule = (node, parts) => {
  const [dy] = node.inputs;
  if (!parts.has(dy)) return false;
  parts.addUp(node, (part) => [parts.of(dy)[part]]);
  return true;
};

/** Rows of one matrix times another matrix, or a sum over rows of both. */
const product: Rule = (node, parts) => {
  const [a, b] = node.inputs;
  if (parts.shape(a).length !== 2 || parts.shape(b).length !== 2) return false;
  const isTransposed = flag(node, 'transpose_a') || flag(node, 'adj_x');
  if (!isTransposed) {
    if (!parts.has(a) || parts.has(b)) return false;
    parts.compute(node, (part) => [parts.of(a)[part], parts.whole(b)]);
    return true;
  }
  const canAdd = parts.has(a) && parts.canDivide(b) && !flag(node, 'transpose_b') && !flag(node, 'adj_y');
  if (canAdd) parts.addUp(node, (part) => [parts.of(a)[part], parts.of(b)[part]]);
  return canAdd;
};

const reshape: Rule = (node, parts) => {
  const [value] = node.inputs;
  if (!parts.has(value) || !parts.canDivide(node.name)) return false;
  const shape = partShape(parts.shape(node.name), parts);
  parts.compute(node, (part) => [parts.of(value)[part], shape]);
  return true;
};

/** Reductions of each image. */
const reduction: Rule = (node, parts) => {
  const [value, axes] = node.inputs;
  const isWithinImages = parts.integers(axes)?.every((axis) => axis > 0) ?? false;
  if (!parts.has(value) || !isWithinImages) return false;
  parts.compute(node, (part) => [parts.of(value)[part], axes]);
  return true;
};

const tile: Rule = (node, parts) => {
  const [value, repeats] = node.inputs;
  if (!parts.has(value) || parts.integers(repeats)?.[0] !== 1) return false;
  parts.compute(node, (part) => [parts.of(value)[part], repeats]);
  return true;
};

const IMAGE_BY_IMAGE = ['AddV2', 'Sub', 'Sigmoid', 'SigmoidGrad', 'Cast', 'BiasAdd', 'MaxPool', 'MaxPoolGrad'];

const BATCH_NORM_RULES: ReadonlyMap<string, Rule> = new Map([
  ['FusedBatchNormV3', batchNorm],
  ['FusedBatchNormGradV3', batchNormGradient],
  ['FerSwish', swish],
  ['FerSwishGradient', swishGradient],
  ['Relu', relu],
  ['ReluGrad', reluGradient],
]);

const RULES: ReadonlyMap<string, Rule> = new Map([
  ...IMAGE_BY_IMAGE.map((op): [string, Rule] => [op, imageByImage]),
  ...BATCH_NORM_RULES,
  ['Conv2D', grayConvolution],
  ['Conv2DBackpropInput', imageGradient],
  ['Conv2DBackpropFilter', filterGradient],
  ['DepthwiseConv2dNative', depthwise(convolution, 'FerDepthwise', first, second)],
  ['DepthwiseConv2dNativeBackpropInput', depthwise(imageGradient, 'FerDepthwiseImageGradient', result, second)],
  ['DepthwiseConv2dNativeBackpropFilter', depthwise(filterGradient, 'FerDepthwiseFilterGradient', first, result)],
  ['BiasAddGrad', biasGradient],
  ['MatMul', product],
  ['BatchMatMulV2', product],
  ['Reshape', reshape],
  ['Mul', (node, parts) => scaling(node, parts) || imageByImage(node, parts)],
  ['Mean', (node, parts) => channelMeans(node, parts) || reduction(node, parts)],
  ['Sum', reduction],
  ['Tile', tile],
]);
