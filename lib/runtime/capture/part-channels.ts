import type { DataType } from '../backend';
import type { GraphNode } from './graph';
import { blockMeans } from './part-depthwise';
import { areVectors, attribute, flag, imageByImage, isOwnType, type Rule } from './part-rule';

/** The product of channels with factors by an op of `native/channels.h`: `[n, h, w, c]` with `[n, 1, 1, c]`. */
export const scaling: Rule = (node, parts) => {
  const [values, factors] = node.inputs.map((value) => parts.shape(value));
  const [images, , , channels] = values;
  const areFactors = String(factors) === String([images, 1, 1, channels]);
  if (!areFactors || !canRun(node, values)) return false;
  return imageByImage({ ...node, op: 'FerScaleChannels', attributes: [attribute(node, 'T')] }, parts);
};

/** The means of channels over the pixels, likewise. */
export const channelMeans: Rule = (node, parts) => {
  const [value, axes] = node.inputs;
  const shape = parts.shape(value);
  const areOfChannels = String(parts.integers(axes)) === '1,2' && flag(node, 'keep_dims');
  if (!areOfChannels || !canRun(node, shape)) return false;
  if (blockMeans(node, parts)) return true;
  return imageByImage({ ...node, op: 'FerChannelMeans', inputs: [value], attributes: [attribute(node, 'T')] }, parts);
};

function canRun(node: GraphNode, shape: readonly number[]): boolean {
  const areImages = shape.length === 4 && shape.every((size) => size > 0);
  return areImages && isOwnType(attribute(node, 'T').value as DataType) && areVectors(shape[3]);
}
