import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cast, tf } from '../../lib/runtime';
import * as attributes from '../../lib/runtime/attributes';
import { type Attribute, DataType, executeMany, typeOf } from '../../lib/runtime/backend';
import { type Described, resultsOf } from '../../lib/runtime/capture/result-shapes';
import { hasAmxOps, hasOwnOps } from '../../lib/runtime/own-ops';

const float = (...shape: number[]): Described => ({ shape, dtype: DataType.float32 });
const half = (...shape: number[]): Described => ({ shape, dtype: DataType.bfloat16 });

const T = attributes.type('T', DataType.float32);
const inHalf = attributes.type('T', DataType.bfloat16);
const products = (a: boolean, b: boolean, names = ['transpose_a', 'transpose_b']): Attribute[] => [
  T,
  attributes.bool(names[0], a),
  attributes.bool(names[1], b),
];
const adjoint = (a: boolean, b: boolean) => products(a, b, ['adj_x', 'adj_y']);
const gradient = (value: boolean) => [attributes.bool('gradient', value)];
const conversion = (from: DataType, to: DataType) => [
  attributes.type('SrcT', from),
  attributes.type('DstT', to),
  attributes.bool('Truncate', false),
];
const layout = attributes.string('data_format', 'NHWC');
const pool = (type: Attribute, height: number, width: number, stride = [height, width], padding = 'VALID') => [
  ...[type, attributes.int('ksize', [1, height, width, 1]), attributes.int('strides', [1, ...stride, 1])],
  ...[attributes.string('padding', padding), layout],
];
const norm = (type: Attribute, training: boolean) => [
  ...[type, attributes.type('U', DataType.float32), attributes.float('epsilon', 1e-5), layout],
  attributes.bool('is_training', training),
];
const moving = attributes.float('exponential_avg_factor', 0.1);
const channels = Array(4).fill(float(8));
const dropped = (type: Attribute) => [attributes.float('rate', 0.5), type];

type Case = readonly [op: string, given: Attribute[], ...inputs: readonly Described[]];
const cases: readonly Case[] = [
  ['AddV2', [T], float(2, 3), float(2, 3)],
  ['AddV2', [T], float(2, 1, 4), float(3, 1)],
  ['AddV2', [inHalf], half(2, 3), half(3)],
  ['Mul', [T], float(5), float(2, 3, 5)],
  ['Mul', [T], float(), float(2, 3)],
  ['Sub', [T], float(2, 3), float(1, 1)],
  ['Relu', [T], float(2, 3)],
  ['Relu', [inHalf], half(2, 3)],
  ['ReluGrad', [T], float(2, 3), float(2, 3)],
  ['BiasAdd', [T, layout], float(2, 3, 4), float(4)],
  ['Cast', conversion(DataType.float32, DataType.bfloat16), float(2, 3)],
  ['Cast', conversion(DataType.bfloat16, DataType.float32), half(2, 3)],
  ['MaxPool', pool(T, 2, 3), float(1, 5, 7, 3)],
  ['MaxPool', pool(inHalf, 2, 2), half(1, 5, 4, 3)],
  ['MaxPoolGrad', pool(T, 2, 2), float(1, 5, 4, 3), float(1, 2, 2, 3), float(1, 2, 2, 3)],
  ['MatMul', products(false, false), float(2, 3), float(3, 4)],
  ['MatMul', products(true, false), float(3, 2), float(3, 4)],
  ['MatMul', products(false, true), float(2, 3), float(4, 3)],
  ['MatMul', products(true, true), float(3, 2), float(4, 3)],
  ['BatchMatMulV2', adjoint(false, false), float(5, 2, 3), float(5, 3, 4)],
  ['BatchMatMulV2', adjoint(true, false), float(6, 5, 3, 2), float(6, 5, 3, 4)],
  ['BatchMatMulV2', adjoint(false, true), float(5, 2, 3), float(5, 4, 3)],
  ['FusedBatchNormV3', [...norm(T, true), moving], float(2, 3, 4, 8), ...channels],
  ['FusedBatchNormV3', [...norm(inHalf, false), moving], half(2, 3, 4, 8), ...channels],
  ['FusedBatchNormGradV3', norm(T, true), float(2, 3, 4, 8), float(2, 3, 4, 8), ...channels.slice(1), float(0)],
  ['FusedBatchNormGradV3', norm(inHalf, true), half(2, 3, 4, 8), half(2, 3, 4, 8), ...channels.slice(1), float(0)],
  ['FerSwish', [T], float(2, 3)],
  ['FerSwishGradient', [T], float(2, 3), float(2, 3)],
  ['FerDropout', dropped(inHalf), half(2, 3), { shape: [2], dtype: DataType.int32 }],
  ['FerWinograd', gradient(false), float(2, 5, 10, 16), float(3, 3, 16, 32)],
  ['FerWinograd', gradient(true), float(2, 5, 10, 32), float(3, 3, 16, 32)],
  ['FerWinogradFilterGradient', [], float(2, 5, 10, 16), float(2, 5, 10, 32)],
  ['FerAmxConvolution', gradient(false), half(2, 5, 10, 32), float(3, 3, 32, 64)],
  ['FerAmxConvolution', gradient(true), half(2, 5, 10, 64), float(3, 3, 32, 64)],
  ['FerAmxFilterGradient', [], half(2, 5, 10, 32), half(2, 5, 10, 64)],
];

/**
 * How many results of an op have the same shape wherever it runs. In the others, the kernels of oneDNN and of TensorFlow
 * hand their gradients what they need, each in a shape of its own, which depends on the CPU for bfloat16.
 */
const COMPARED: Readonly<Record<string, number>> = { FusedBatchNormV3: 5, FusedBatchNormGradV3: 3 };

for (const [op, given, ...inputs] of cases) {
  const sides = inputs.map(({ shape, dtype }) => `${dtype === DataType.bfloat16 ? 'bfloat16 ' : ''}[${shape}]`);
  const options = given.flatMap(({ name, value }) => (value === true ? [name] : [])).join(', ');
  const canRun = op.includes('Amx') ? hasAmxOps() : !op.startsWith('Fer') || hasOwnOps();
  const skip = canRun ? false : 'the CPU cannot run the op';
  test(`${op} of ${sides.join(', ')}${options && `, ${options}`}: TensorFlow's shapes and types`, { skip }, () => {
    const expected = resultsOf(op, given, inputs)!;
    const results = executeMany(op, given, inputs.map(ones), expected.length);
    const described = results.map((result) => ({ shape: result.shape, dtype: typeOf(result) }));
    assert.deepEqual(expected.slice(0, COMPARED[op]), described.slice(0, COMPARED[op]));
  });
}

function ones({ shape, dtype }: Described) {
  return dtype === DataType.int32 ? tf.ones([...shape], 'int32') : cast(tf.ones([...shape]), dtype);
}

test('other ops, products of other ranks and shapes that do not match have to run', () => {
  assert.equal(resultsOf('AddV2', [T], [float(2, 3), float(2, 4)]), undefined);
  assert.equal(resultsOf('MatMul', products(false, true), [float(2, 3), float(3, 4)]), undefined);
  assert.equal(resultsOf('Sum', [T], [float(2, 3), float(1)]), undefined);
  assert.equal(resultsOf('BatchMatMulV2', adjoint(false, false), [float(1, 2, 3), float(5, 3, 4)]), undefined);
  assert.equal(resultsOf('BatchMatMulV2', adjoint(false, false), [float(2, 3), float(5, 3, 4)]), undefined);
  assert.equal(resultsOf('MaxPool', pool(T, 2, 2, [1, 1]), [float(1, 5, 4, 3)]), undefined);
  assert.equal(resultsOf('MaxPool', pool(T, 2, 2, [2, 2], 'SAME'), [float(1, 5, 4, 3)]), undefined);
});
