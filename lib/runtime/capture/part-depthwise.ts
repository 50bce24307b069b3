import * as attributes from '../attributes';
import type { Attribute } from '../backend';
import type { GraphNode } from './graph';
import { attribute, type Rule } from './part-rule';
import type { Parts } from './parts';

/**
 * Parts of a batch norm by running statistics, computed by the depthwise convolution before it, if nothing else uses the
 * convolution's values. Also the batch norm of the convolution's images with its activation, if nothing else uses the images.
 */
export function depthwiseBlock(node: GraphNode, statistics: string, activation: Attribute, parts: Parts): boolean {
  const [x] = node.inputs;
  const convolutions = madeFor(x, 'FerDepthwise', parts);
  if (convolutions.length === 0) return false;
  const norms = madeFor(parts.node(x).inputs[0], 'FerNormalize', parts);
  const hasRunningStatistics = norms.every(({ inputs }) => parts.graph.node(inputs[1]).op === 'FerStatistics');
  const before = hasRunningStatistics ? norms : [];
  const given = [...convolutions[0].attributes, activation, attributes.int('N', before.length > 0 ? 1 : 0)];
  if (before.length > 0) given.push(attributes.string('before', attribute(before[0], 'activation').value as string));
  const inputs = (part: number) => {
    const [images, filter] = convolutions[part].inputs;
    if (before.length === 0) return [images, filter, statistics];
    const [values, statisticsBefore] = before[part].inputs;
    return [values, filter, statistics, statisticsBefore];
  };
  parts.divide(node.name, parts.each({ op: 'FerDepthwiseBlock', attributes: given }, inputs));
  return true;
}

/** The means of such a block's channels, which it computes as well. */
export const blockMeans: Rule = (node, parts) => {
  const [value] = node.inputs;
  const blocks = parts.has(value) ? parts.made(value) : [];
  if (blocks.length === 0 || blocks.some(({ op }) => op !== 'FerDepthwiseBlock')) return false;
  for (const block of blocks) parts.graph.put({ ...block, attributes: [...block.attributes, attributes.int('M', 1)] });
  parts.divide(
    node.name,
    blocks.map(({ name }) => `${name}:1`),
  );
  return true;
};

/** The new nodes of a value's parts if they are of one op, and one node uses the value; otherwise none. */
function madeFor(value: string, op: string, parts: Parts): readonly GraphNode[] {
  const made = parts.usersOf(value).length === 1 && parts.has(value) ? parts.made(value) : [];
  return made.every((node) => node.op === op) ? made : [];
}
