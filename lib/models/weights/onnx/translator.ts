import { InputError } from '../../../core/errors';
import { DataType } from '../../../runtime';
import type { Constant, ServingGraph } from '../serving';
import { gathered, stridesOf } from '../strided';
import type { OnnxAttributes, OnnxNode, OnnxTensor } from './messages';

/**
 * Translates TensorFlow's ops to ONNX. Tensors with four axes, `[n, h, w, c]` in TensorFlow, are `[n, c, h, w]` in
 * ONNX. A transposition between images and rows keeps the order of the numbers.
 */
export class Translator {
  readonly nodes: OnnxNode[] = [];
  readonly tensors: OnnxTensor[] = [];
  /** Layouts of tensors, by name. */
  private readonly layouts = new Map<string, string>();

  constructor(private readonly graph: ServingGraph) {}

  /** The shape of a value, in TensorFlow's order of axes. */
  shapeOf(name: string): readonly number[] {
    return this.graph.constants.get(name)?.shape ?? this.graph.shapes.get(name)!;
  }

  /** A computed value, or a constant in ONNX's order of axes. */
  value(name: string): string {
    const constant = this.graph.constants.get(name);
    if (!constant) return name;
    return this.permuted(name, constant.shape.length === 4 ? IMAGE_AXES : constant.shape.map((_, axis) => axis));
  }

  /** A constant with its axes reordered; `shape` is a shape for the same numbers. */
  permuted(name: string, axes: readonly number[], shape = this.constant(name).shape): string {
    const strides = stridesOf(shape);
    const values = gathered(this.floats(name), pick(shape, axes), pick(strides, axes));
    return this.tensor(name, pick(shape, axes), values, `axes_${axes.join('_')}`);
  }

  /** A constant `[c]`, `[w, c]` or `[h, w, c]` that TensorFlow broadcasts to images, as `[1, c, h, w]`. */
  broadcast(name: string): string {
    const { shape } = this.constant(name);
    return this.permuted(name, IMAGE_AXES, [1, 1, 1, 1].slice(shape.length).concat(shape));
  }

  /** A constant of integers. */
  integers(name: string): number[] {
    const { bytes, type } = this.constant(name);
    if (type !== DataType.int32) throw new InputError('onnx', name, 'must be integers');
    return Array.from(new Int32Array(new Uint8Array(bytes).buffer));
  }

  isConstant(name: string): boolean {
    return this.graph.constants.has(name);
  }

  /** Adds integers, such as axes, as a tensor. */
  indices(name: string, values: readonly number[]): string {
    return this.tensor(name, [values.length], BigInt64Array.from(values, BigInt), 'integers');
  }

  add(op: string, inputs: readonly string[], output: string, attributes: OnnxAttributes = {}): string {
    this.nodes.push({ op, inputs, output, attributes });
    return output;
  }

  /** Adds a tensor once. A constant can be needed in several layouts; those after the first have their own names. */
  private tensor(name: string, shape: readonly number[], values: OnnxTensor['values'], layout: string): string {
    const known = this.layouts.get(name);
    if (known !== undefined && known !== layout) return this.tensor(`${name}/${layout}`, shape, values, layout);
    if (known === undefined) this.tensors.push({ name, shape, values });
    this.layouts.set(name, layout);
    return name;
  }

  private constant(name: string): Constant {
    const constant = this.graph.constants.get(name);
    if (!constant) throw new InputError('onnx', name, 'must be a constant for this op to be translated');
    return constant;
  }

  private floats(name: string): Float32Array {
    const { bytes, type } = this.constant(name);
    if (type !== DataType.float32) throw new InputError('onnx', name, 'must be float32');
    return new Float32Array(new Uint8Array(bytes).buffer);
  }
}

/** For each ONNX axis `[n, c, h, w]`, its index in TensorFlow. */
export const IMAGE_AXES = [0, 3, 1, 2];

function pick(values: readonly number[], axes: readonly number[]): number[] {
  return axes.map((axis) => values[axis]);
}
