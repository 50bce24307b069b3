import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Body, device, fused, Program, record, type Tensor, tf } from '../../lib/runtime';
import { assertClose, roundingTolerance } from '../rounding';

const x = tf.randomNormal([40, 30], 0, 1, 'float32', 1);
const scaled = (value: Tensor) => fused(() => tf.exp(tf.neg(tf.square(value))));
const body = (value: Tensor) => [tf.sum(fused(() => tf.mul(scaled(value), 3)))];

test('a fused part of a captured function equals eager execution', () => {
  const program = new Program([], { body });
  const [expected, captured] = [body(x)[0], program.run('body', [x])[0]].map((tensor) => tensor.dataSync()[0]);
  assert.equal(program.running, 'captured');
  assertClose([captured], [expected], roundingTolerance(x.size), 'sum');
  program.dispose();
});

test('nested fused parts are one kernel, and adjacent ones have their own', () => {
  const kernels = kernelsOf((value) => [...body(value), scaled(value)]);
  if (device().kind === 'gpu') return assert.deepEqual(kernels('Square'), [undefined, undefined]);
  assert.deepEqual(kernels('Square'), ['fused_kernel_0', 'fused_kernel_1']);
  assert.deepEqual(kernels('Mul'), ['fused_kernel_0']);
  assert.deepEqual(kernels('Sum'), [undefined]);
});

test('an op that XLA does not compile runs between two kernels', () => {
  const around = (value: Tensor) => [
    fused(() => {
      const negative = tf.neg(value);
      return tf.add(tf.exp(tf.matMul(negative, negative, true)), tf.sum(negative));
    }),
  ];
  const program = new Program([], { around });
  const [expected, captured] = [around(x)[0], program.run('around', [x])[0]].map((tensor) => tensor.dataSync());
  assertClose(captured, expected, roundingTolerance(x.size), 'values');
  program.dispose();
  const kernels = kernelsOf(around);
  if (device().kind === 'gpu') return;
  assert.deepEqual(['Neg', 'BatchMatMulV2', 'Exp', 'Sum', 'AddV2'].map(kernels), [
    ['fused_kernel_0'],
    [undefined],
    ['fused_kernel_1'],
    ['fused_kernel_1'],
    ['fused_kernel_1'],
  ]);
});

/** By op: the kernel of each of its nodes, in order. */
function kernelsOf(body: Body) {
  const { graph } = record('fused', body, [x], []);
  return (op: string) =>
    graph.nodes
      .filter((node) => node.op === op)
      .map(({ attributes }) => attributes.find(({ name }) => name === '_XlaCluster')?.value);
}
