import { type Attribute, DataType } from '../backend';
import type { GraphNode } from './graph';
import type { Parts } from './parts';

/**
 * Adds the ops that compute a node's value in parts. Returns false, and adds nothing, if that is not possible; the node
 * then runs on whole values.
 */
export type Rule = (node: GraphNode, parts: Parts) => boolean;

/** The element types of the ops of `native/batch-norm.h` and `native/channels.h`. */
export function isOwnType(type: DataType): boolean {
  return type === DataType.float32 || type === DataType.bfloat16;
}

/** Whether the ops of `native/` that know channels can process so many: whole vectors. */
export function areVectors(channels: number): boolean {
  return channels > 0 && channels % 8 === 0;
}

/** Each image's value depends on that image of every input that has as many. A whole batch stays as it is. */
export const imageByImage: Rule = (node, parts) => {
  if (parts.count === 1) return false;
  const [length, ...others] = parts.shape(node.name);
  if (!node.inputs.some((value) => parts.has(value)) || !parts.canDivide(node.name)) return false;
  const isBatch = (value: string) => {
    const shape = parts.shape(value);
    return shape.length === others.length + 1 && shape[0] === length;
  };
  if (node.inputs.some((value) => parts.has(value) && !isBatch(value))) return false;
  const inputs = node.inputs.map((value) => (isBatch(value) ? parts.of(value) : parts.whole(value)));
  parts.compute(node, (part) => inputs.map((input) => (typeof input === 'string' ? input : input[part])));
  return true;
};

export function attribute(node: GraphNode, name: string): Attribute {
  return node.attributes.find((given) => given.name === name)!;
}

export function flag(node: GraphNode, name: string): boolean {
  return node.attributes.some((given) => given.name === name && given.value === true);
}
