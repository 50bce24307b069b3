import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tf } from '../../lib/runtime';
import * as attributes from '../../lib/runtime/attributes';
import { type Attribute, DataType, execute, typeOf } from '../../lib/runtime/backend';
import { resultShape } from '../../lib/runtime/capture/result-shapes';

const T = attributes.type('T', DataType.float32);
const transposes = (a: boolean, b: boolean, names = ['transpose_a', 'transpose_b']): Attribute[] => [
  T,
  attributes.bool(names[0], a),
  attributes.bool(names[1], b),
];
const ADJOINT = ['adj_x', 'adj_y'];

type Case = readonly [op: string, given: readonly Attribute[], ...inputs: readonly (readonly number[])[]];
const cases: readonly Case[] = [
  ['AddV2', [T], [2, 3], [2, 3]],
  ['AddV2', [T], [2, 1, 4], [3, 1]],
  ['Mul', [T], [5], [2, 3, 5]],
  ['Mul', [T], [], [2, 3]],
  ['Sub', [T], [2, 3], [1, 1]],
  ['Relu', [T], [2, 3]],
  ['ReluGrad', [T], [2, 3], [2, 3]],
  ['MatMul', transposes(false, false), [2, 3], [3, 4]],
  ['MatMul', transposes(true, false), [3, 2], [3, 4]],
  ['MatMul', transposes(false, true), [2, 3], [4, 3]],
  ['MatMul', transposes(true, true), [3, 2], [4, 3]],
  ['BatchMatMulV2', transposes(false, false, ADJOINT), [5, 2, 3], [5, 3, 4]],
  ['BatchMatMulV2', transposes(true, false, ADJOINT), [6, 5, 3, 2], [6, 5, 3, 4]],
  ['BatchMatMulV2', transposes(false, true, ADJOINT), [5, 2, 3], [5, 4, 3]],
  ['FerSwish', [T], [2, 3]],
  ['FerSwishGradient', [T], [2, 3], [2, 3]],
  ['FerWinograd', [attributes.bool('gradient', false)], [2, 5, 10, 16], [3, 3, 16, 32]],
  ['FerWinograd', [attributes.bool('gradient', true)], [2, 5, 10, 32], [3, 3, 16, 32]],
  ['FerWinogradFilterGradient', [], [2, 5, 10, 16], [2, 5, 10, 32]],
];

for (const [op, given, ...shapes] of cases) {
  const sides = shapes.map((shape) => `[${shape}]`).join(' and ');
  const options = given.flatMap(({ name, value }) => (value === true ? [name] : [])).join(', ');
  test(`${op} of ${sides}${options && `, ${options}`}: TensorFlow's shape and type`, () => {
    const inputs = shapes.map((shape) => tf.ones([...shape]));
    const result = execute(op, [...given], inputs);
    assert.deepEqual(resultShape(op, given, shapes), result.shape);
    assert.equal(typeOf(result), DataType.float32);
  });
}

test('other ops, products of other ranks and shapes that do not match have to run', () => {
  assert.equal(
    resultShape(
      'AddV2',
      [T],
      [
        [2, 3],
        [2, 4],
      ],
    ),
    undefined,
  );
  assert.equal(
    resultShape('MatMul', transposes(false, true), [
      [2, 3],
      [3, 4],
    ]),
    undefined,
  );
  assert.equal(resultShape('Sum', [T], [[2, 3], [1]]), undefined);
  assert.equal(
    resultShape('BatchMatMulV2', transposes(false, false, ADJOINT), [
      [1, 2, 3],
      [5, 3, 4],
    ]),
    undefined,
  );
  assert.equal(
    resultShape('BatchMatMulV2', transposes(false, false, ADJOINT), [
      [2, 3],
      [5, 3, 4],
    ]),
    undefined,
  );
});
