import { InputError } from '../../core/errors';
import { marginOf } from '../../data/views';
import { CaptureError, crop, DataType, type GraphNode, lower, record, type Tensor, tf } from '../../runtime';
import type { Network } from '../network';
import { inputSize, logitCount } from '../sizes';

/** Names of an exported model's input and outputs. */
export const INPUT = 'images';
export const OUTPUTS = ['logits', 'probabilities'] as const;

/**
 * The meaning of the input and the outputs, for users of the model.
 * @param size of whole images, in pixels
 * @param crop width of the network's input
 */
export function preprocessing(size: number, crop: number): string {
  const taken = crop < size ? `takes the centre ${crop}x${crop} and ` : '';
  return `images: gray values 0-255 as float32, ${size}x${size} pixels; the model itself ${taken}divides by 255`;
}

/**
 * Number of images during recording: a size that occurs nowhere else, so that it can be replaced by any in the exported
 * graph, and too small for convolutions that other libraries do not have (`FEWEST_IMAGES` in `lib/runtime`).
 */
const BATCH = 11;

/** A constant of a graph. */
export interface Constant {
  readonly type: DataType;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
}

/** An exported model as TensorFlow ops in topological order. */
export interface ServingGraph {
  readonly nodes: readonly GraphNode[];
  /** Constants by the names that nodes use; weights have their parameters' names. */
  readonly constants: ReadonlyMap<string, Constant>;
  /** Shapes of the input and of all outputs; −1 for the number of images. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

/**
 * Records a network's inference with its preprocessing. Input: gray values 0–255, `[n, size, size, 1]`; outputs: logits
 * and probabilities `[n, classes]` of the center crop.
 *
 * @param size of whole images, in pixels
 * @throws {InputError} if it does something that a graph cannot do, such as reading a value
 */
export function servingGraph(network: Network, size: number): ServingGraph {
  const { nodes, shapes } = recorded(network, size);
  const constants = new Map<string, Constant>();
  for (const { name, variable } of network.parameters) {
    constants.set(name, constantOf(DataType.float32, variable.shape, variable.dataSync() as Float32Array));
  }
  for (const { name, value } of nodes) if (value) constants.set(name, value);
  const computing = nodes.filter(({ value, op }) => !value && op !== 'Placeholder');
  const free = computing.map((node) => {
    if (node.op !== 'Reshape') return node;
    // Its shape contains the number of images, unless the network was written for any number.
    const target = `${node.name}/shape`;
    const shape = shapes.get(node.name)!;
    constants.set(target, constantOf(DataType.int32, [shape.length], Int32Array.from(shape)));
    return { ...node, inputs: [node.inputs[0], target] };
  });
  const used = new Set(free.flatMap(({ inputs }) => inputs));
  return { nodes: free, constants: new Map([...constants].filter(([name]) => used.has(name))), shapes };
}

/** The ops of an inference, with the exported names of input, outputs and weights. */
function recorded(network: Network, size: number): Pick<ServingGraph, 'nodes' | 'shapes'> {
  const width = inputSize(network);
  const corner = Math.floor(marginOf(size, width) / 2);
  const images = tf.zeros([BATCH, size, size, 1]);
  const variables = network.parameters.map(({ name, variable }) => ({ variable, handle: name }));
  const body = (x: Tensor) => {
    const pixels = tf.div(crop(x, corner, corner, width, width), 255);
    const logits = network.forward(pixels, { training: false });
    return [logits, tf.softmax(logits)];
  };
  const { graph, inputs, outputs } = recordedBy(() => lower(record('serving', body, [images], variables)), images);
  const names = new Map([
    [inputs[0], INPUT as string],
    ...outputs.map((name, i): [string, string] => [name, OUTPUTS[i]]),
  ]);
  for (const { name, op, inputs: read } of graph.nodes) if (op === 'ReadVariableOp') names.set(name, read[0]);
  const renamed = (name: string) => names.get(name) ?? name;
  const nodes = graph.nodes.filter(({ op }) => op !== 'ReadVariableOp');
  const shapes = [...graph.shapes].map(([name, shape]): [string, number[]] => [name, anyBatch(shape)]);
  return {
    nodes: nodes.map((node) => ({ ...node, name: renamed(node.name), inputs: node.inputs.map(renamed) })),
    shapes: new Map([
      ...shapes,
      [INPUT, anyBatch(images.shape)],
      ...OUTPUTS.map((name): [string, number[]] => [name, [-1, logitCount(network)]]),
    ]),
  };
}

/** @throws {InputError} if the network does something that a graph cannot do */
function recordedBy<T>(work: () => T, images: Tensor): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    throw new InputError('network', `one that ${error.message}`, 'must be only ops of TensorFlow to be exported');
  } finally {
    images.dispose();
  }
}

function anyBatch([first, ...rest]: readonly number[]): number[] {
  return first === undefined ? [] : [first === BATCH ? -1 : first, ...rest];
}

function constantOf(type: DataType, shape: readonly number[], values: Float32Array | Int32Array): Constant {
  return { type, shape, bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength) };
}
