import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  conv2d,
  DataType,
  dense,
  depthwiseConv2d,
  device,
  productType,
  record,
  type Tensor,
  tf,
  typeOf,
} from '../../lib/runtime';
import { convert } from '../../lib/runtime/kernels/cast';
import { normal } from './kernels-cases';

const NONE: ReadonlySet<string> = new Set();
const AMX: ReadonlySet<string> = new Set(['avx512_bf16', 'amx_bf16']);

test('products use the type itself on GPUs and, for bfloat16, on CPUs with AMX; otherwise float32', () => {
  for (const type of [DataType.bfloat16, DataType.float16, DataType.float32]) {
    assert.equal(productType(type, { kind: 'gpu', flags: NONE }), type);
    assert.equal(productType(type, { kind: 'cpu', flags: NONE }), DataType.float32);
  }
  assert.equal(productType(DataType.bfloat16, { kind: 'cpu', flags: AMX }), DataType.bfloat16);
  assert.equal(productType(DataType.float16, { kind: 'cpu', flags: AMX }), DataType.float32);
});

for (const [op, x, kernel] of [
  ['Conv2D', normal([2, 4, 4, 3], 1), (x: Tensor) => conv2d(x, normal([3, 3, 3, 4], 2))],
  ['DepthwiseConv2dNative', normal([2, 4, 4, 3], 1), (x: Tensor) => depthwiseConv2d(x, normal([3, 3, 3, 1], 2))],
  ['MatMul', normal([4, 5], 1), (x: Tensor) => dense(x, normal([5, 6], 2), normal([6], 3))],
] as const) {
  test(`${op} multiplies in the fastest type; its value has the type of its input`, () => {
    for (const type of [DataType.bfloat16, DataType.float16, DataType.float32]) {
      const input = convert(x, type);
      assert.equal(typeOf(kernel(input)), type);
      const { graph } = record('product', (x) => [kernel(x)], [input], []);
      const computes = graph.nodes.find((node) => node.op === op)?.attributes.find(({ name }) => name === 'T');
      const depthwise = device().kind === 'cpu' ? DataType.float32 : type;
      assert.equal(computes?.value, op === 'DepthwiseConv2dNative' ? depthwise : productType(type));
      tf.dispose(input);
    }
  });
}
