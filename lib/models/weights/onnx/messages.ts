import { bytes, type Encoded, float, integer, integers, message, text } from './protobuf';

/** Numbers of a model: float32, or int64 for shapes and axes. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** A node's attributes: integers, lists of them, and floats. */
export type OnnxAttributes = Readonly<Record<string, number | readonly number[] | { readonly float: number }>>;

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: OnnxAttributes;
}

/** A graph's input or output, float32; a size is a number, or a name for any size. */
export interface OnnxValue {
  readonly name: string;
  readonly shape: readonly (number | string)[];
  readonly description: string;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly tensors: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Version of ONNX's operator set and of its file format. ONNX 1.17 and later read them. */
const OPSET = 22;
const FORMAT = 10;

/** The bytes of a model (`onnx.proto`'s ModelProto; its fields by their numbers). */
export function encodeModel(graph: OnnxGraph, metadata: Readonly<Record<string, string>>): Uint8Array {
  return Buffer.concat([
    integer(1, FORMAT),
    text(2, 'fer-lab'),
    message(7, graphFields(graph)),
    message(8, [text(1, ''), integer(2, OPSET)]),
    ...Object.entries(metadata).map(([key, value]) => message(14, [text(1, key), text(2, value)])),
  ]);
}

function graphFields({ name, nodes, tensors, inputs, outputs }: OnnxGraph): Encoded[] {
  return [
    ...nodes.map((node) => message(1, nodeFields(node))),
    text(2, name),
    ...tensors.map((tensor) => message(5, tensorFields(tensor))),
    ...inputs.map((value) => message(11, valueFields(value))),
    ...outputs.map((value) => message(12, valueFields(value))),
  ];
}

function nodeFields({ op, inputs, output, attributes }: OnnxNode): Encoded[] {
  return [
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(3, output),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => message(5, [text(1, name), ...attributeFields(value)])),
  ];
}

const ATTRIBUTE = { float: 1, integer: 2, integers: 7 } as const;

function attributeFields(value: OnnxAttributes[string]): Encoded[] {
  if (typeof value === 'number') return [integer(3, value), integer(20, ATTRIBUTE.integer)];
  if ('float' in value) return [float(2, value.float), integer(20, ATTRIBUTE.float)];
  return [integers(8, value), integer(20, ATTRIBUTE.integers)];
}

const ELEMENT = { float32: 1, int64: 7 } as const;

function tensorFields({ name, shape, values }: OnnxTensor): Encoded[] {
  const type = values instanceof Float32Array ? ELEMENT.float32 : ELEMENT.int64;
  const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return [integers(1, shape), integer(2, type), text(8, name), bytes(9, raw)];
}

function valueFields({ name, shape, description }: OnnxValue): Encoded[] {
  const dims = shape.map((size) => message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]));
  const type = [message(1, [integer(1, ELEMENT.float32), message(2, dims)])];
  return [text(1, name), message(2, type), text(3, description)];
}
