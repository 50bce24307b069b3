import { type Attribute, binding, DataType } from '../backend';
import type { GraphNode } from './graph';

/** A node of a GraphDef in protocol buffers' JSON: integers are strings, bytes are base64. */
export interface JsonNode {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, unknown>>;
}

const TYPE_NAMES: Readonly<Record<number, string>> = {
  [DataType.float32]: 'DT_FLOAT',
  [DataType.int32]: 'DT_INT32',
  [DataType.uint8]: 'DT_UINT8',
  [DataType.int64]: 'DT_INT64',
  [DataType.bool]: 'DT_BOOL',
  [DataType.bfloat16]: 'DT_BFLOAT16',
  [DataType.float16]: 'DT_HALF',
};

/** A node as protobuf JSON of TensorFlow's `NodeDef`. */
export function nodeJson({ name, op, inputs, attributes }: GraphNode): JsonNode {
  const attr = Object.fromEntries(attributes.map((attribute) => [attribute.name, attributeJson(attribute)]));
  return { name, op, input: inputs, attr };
}

/** For example `DT_FLOAT`. */
export function typeName(type: DataType): string {
  return TYPE_NAMES[type];
}

/** Unknown sizes are −1. */
export function shapeJson(shape: readonly number[]) {
  return { dim: shape.map((size) => ({ size: String(size) })) };
}

function attributeJson({ name, type, value }: Attribute): unknown {
  const b = binding();
  if (type === b.TF_ATTR_SHAPE) return { shape: shapeJson(value as number[]) };
  if (type === b.TF_ATTR_TYPE) return { type: typeName(value as DataType) };
  if (type === b.TF_ATTR_BOOL) return { b: value };
  if (type === b.TF_ATTR_STRING) return { s: Buffer.from(value as string).toString('base64') };
  if (type === b.TF_ATTR_FLOAT) return Array.isArray(value) ? { list: { f: value } } : { f: value };
  if (type === b.TF_ATTR_INT) return Array.isArray(value) ? { list: { i: value.map(String) } } : { i: String(value) };
  throw new Error(`attribute ${name}: type ${type} is not supported`);
}
