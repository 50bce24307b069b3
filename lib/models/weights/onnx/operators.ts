import { InputError } from '../../../core/errors';
import type { GraphNode } from '../../../runtime';
import { IMAGE_AXES, type Translator } from './translator';

/** Adds the ONNX equivalent of a TensorFlow op. */
type Operator = (to: Translator, node: GraphNode) => void;

/** Unary ops with the same name in both. */
const UNARY = ['Relu', 'Sigmoid', 'Tanh', 'Elu', 'Softplus', 'Exp', 'Sqrt', 'Neg', 'Abs', 'Identity'];
/** Binary ops, with their ONNX names. */
const BINARY = { AddV2: 'Add', Sub: 'Sub', Mul: 'Mul', RealDiv: 'Div', Maximum: 'Max', Minimum: 'Min' };

/** Ops that can be translated, by their TensorFlow names. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(UNARY.map((op) => [op, unary(op)])),
  ...Object.fromEntries(Object.entries(BINARY).map(([op, name]) => [op, binary(name)])),
  Conv2D: (to, node) => {
    const [x, filter] = node.inputs;
    const [height, width] = to.shapeOf(filter);
    to.add('Conv', [to.value(x), to.permuted(filter, [3, 2, 0, 1])], node.name, windows(to, node, [height, width]));
  },
  DepthwiseConv2dNative: (to, node) => {
    const [x, filter] = node.inputs;
    const [height, width, channels, multiplier] = to.shapeOf(filter);
    if (multiplier !== 1) throw new InputError('onnx', node.op, 'must have one filter per channel');
    const attributes = { ...windows(to, node, [height, width]), group: channels };
    to.add('Conv', [to.value(x), to.permuted(filter, [2, 3, 0, 1])], node.name, attributes);
  },
  FusedBatchNormV3: (to, node) => {
    const epsilon = { float: attribute<number>(node, 'epsilon') };
    to.add(
      'BatchNormalization',
      node.inputs.map((name) => to.value(name)),
      node.name,
      { epsilon },
    );
  },
  BiasAdd: (to, node) => {
    const [x, bias] = node.inputs;
    const isImage = to.shapeOf(x).length === 4;
    to.add('Add', [to.value(x), isImage ? to.broadcast(bias) : to.value(bias)], node.name);
  },
  MatMul: (to, node) => {
    const [transA, transB] = ['transpose_a', 'transpose_b'].map((name) => Number(attribute<boolean>(node, name)));
    to.add(
      'Gemm',
      node.inputs.map((name) => to.value(name)),
      node.name,
      { transA, transB },
    );
  },
  MaxPool: (to, node) => {
    const [, height, width] = attribute<number[]>(node, 'ksize');
    const kernel = { kernel_shape: [height, width] };
    to.add('MaxPool', [to.value(node.inputs[0])], node.name, { ...windows(to, node, [height, width]), ...kernel });
  },
  Softmax: (to, node) => {
    const isImage = to.shapeOf(node.inputs[0]).length === 4;
    to.add('Softmax', [to.value(node.inputs[0])], node.name, { axis: isImage ? 1 : -1 });
  },
  Mean: (to, node) => {
    const [x, axes] = node.inputs;
    const keepdims = Number(attribute<boolean>(node, 'keep_dims'));
    const reduced = to.integers(axes);
    if (!keepdims && to.shapeOf(x).length === 4 && !reduced.every((axis) => axis === 1 || axis === 2)) {
      throw new InputError(
        'onnx',
        `a mean over the axes ${reduced}`,
        'must be over height and width, or keep its axes',
      );
    }
    const inputs = [
      to.value(x),
      to.indices(
        `${node.name}/axes`,
        reduced.map((axis) => axisOf(to, x, axis)),
      ),
    ];
    to.add('ReduceMean', inputs, node.name, { keepdims });
  },
  Slice: (to, node) => {
    const [x, begin, size] = node.inputs;
    const starts = to.integers(begin);
    const sizes = to.integers(size);
    const ends = starts.map((start, i) => (sizes[i] < 0 ? WHOLE : start + sizes[i]));
    const axes = starts.map((_, axis) => axisOf(to, x, axis));
    const parts = Object.entries({ starts, ends, axes });
    const inputs = parts.map(([part, values]) => to.indices(`${node.name}/${part}`, values));
    to.add('Slice', [to.value(x), ...inputs], node.name);
  },
  Tile: (to, node) => {
    const [x, multiples] = node.inputs;
    const repeats = to.integers(multiples);
    const ordered = repeats.length === 4 ? IMAGE_AXES.map((axis) => repeats[axis]) : repeats;
    to.add('Tile', [to.value(x), to.indices(`${node.name}/repeats`, ordered)], node.name);
  },
  Reshape: (to, node) => {
    const [x, target] = node.inputs;
    const shape = to.integers(target);
    const fromImage = to.shapeOf(x).length === 4;
    const toImage = shape.length === 4;
    const rows = fromImage
      ? to.add('Transpose', [to.value(x)], `${node.name}/in`, { perm: [0, 2, 3, 1] })
      : to.value(x);
    const output = toImage ? `${node.name}/out` : node.name;
    to.add('Reshape', [rows, to.indices(`${node.name}/target`, shape)], output);
    if (toImage) to.add('Transpose', [output], node.name, { perm: IMAGE_AXES });
  },
};

/** Adds the ONNX equivalent of an op. @throws {InputError} if there is none */
export function translate(to: Translator, node: GraphNode): void {
  const operator = OPERATORS[node.op];
  if (!operator) {
    const known = Object.keys(OPERATORS).join(', ');
    throw new InputError('onnx', node.op, `must be an op with a translation: ${known}`);
  }
  operator(to, node);
}

/** A slice end beyond every axis. */
const WHOLE = 2 ** 31 - 1;

function unary(name: string): Operator {
  return (to, node) => to.add(name, [to.value(node.inputs[0])], node.name);
}

/** Broadcasts from the last axis, as TensorFlow does: a vector is applied to the channels of images. */
function binary(name: string): Operator {
  return (to, node) => {
    const meetsImages = node.inputs.some((input) => to.shapeOf(input).length === 4);
    const inputs = node.inputs.map((input) => {
      const { length } = to.shapeOf(input);
      if (!meetsImages || length === 0 || length === 4) return to.value(input);
      if (to.isConstant(input)) return to.broadcast(input);
      throw new InputError('onnx', `${node.op} of images and ${length} axes`, 'must have 4 axes, or be a constant');
    });
    to.add(name, inputs, node.name);
  };
}

/** Strides, dilations and padding of an op with a sliding window. */
function windows(to: Translator, node: GraphNode, kernel: readonly number[]) {
  const [, ...size] = to.shapeOf(node.inputs[0]);
  const [, ...strides] = attribute<number[]>(node, 'strides').slice(0, 3);
  const [, ...dilations] = (find<number[]>(node, 'dilations') ?? [1, 1, 1, 1]).slice(0, 3);
  const isSame = attribute<string>(node, 'padding') === 'SAME';
  // TensorFlow adds an odd zero at the end.
  const totals = kernel.map((extent, i) => {
    const spanned = (Math.ceil(size[i] / strides[i]) - 1) * strides[i] + (extent - 1) * dilations[i] + 1;
    return isSame ? Math.max(0, spanned - size[i]) : 0;
  });
  const pads = [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
  return { strides, dilations, pads };
}

/** The axis of a value in ONNX. */
function axisOf(to: Translator, name: string, axis: number): number {
  return to.shapeOf(name).length === 4 ? IMAGE_AXES.indexOf(axis) : axis;
}

function attribute<T>(node: GraphNode, name: string): T {
  const value = find<T>(node, name);
  if (value === undefined) throw new Error(`${node.op} has no ${name}`);
  return value;
}

function find<T>({ attributes }: GraphNode, name: string): T | undefined {
  return attributes.find((given) => given.name === name)?.value as T | undefined;
}
