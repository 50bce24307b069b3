import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cast, conv2d, DataType, device, record, type Tensor, tf } from '../../lib/runtime';
import { lower } from '../../lib/runtime/capture/lower';
import { directConv2d } from '../../lib/runtime/kernels/convolution';
import { winogradConv2d } from '../../lib/runtime/kernels/winograd';
import { hasAmxOps } from '../../lib/runtime/own-ops';
import { assertClose } from '../rounding';
import { normal } from './kernels-cases';
import { winogradTolerances } from './winograd-rounding';

type Convolution = (x: Tensor, filter: Tensor) => Tensor;

/** The value, and the gradients by pictures and filter. */
function differentiate(convolution: Convolution, x: Tensor, filter: Tensor, dy: Tensor): Tensor[] {
  return [
    convolution(x, filter),
    ...tf.grads((...inputs: Tensor[]) => convolution(inputs[0], inputs[1]))([x, filter], dy),
  ];
}

for (const [size, channels, filters] of [
  [[20, 20], 64, 128],
  [[10, 10], 128, 256],
  [[5, 5], 512, 512],
  [[13, 7], 48, 80],
  [[1, 2], 112, 80],
  [[40, 40], 32, 64],
] as const) {
  test(`Winograd’s convolution of ${size.join('×')}×${channels} has the values and gradients of a plain one`, () => {
    tf.tidy(() => {
      const x = tf.relu(normal([16, ...size, channels], 1));
      const inputs = [x, normal([3, 3, channels, filters], 2), normal([16, ...size, filters], 3)] as const;
      const [expected, actual] = [(x: Tensor, w: Tensor) => directConv2d(x, w, 1), winogradConv2d].map((convolution) =>
        differentiate(convolution, ...inputs),
      );
      const tolerances = winogradTolerances(x.shape, inputs[1].shape);
      actual.forEach((tensor, i) => {
        assertClose(tensor.dataSync(), expected[i].dataSync(), tolerances[i], `output ${i}`);
      });
    });
  });
}

/** Whether `conv2d` goes by TensorFlow's kernel there. */
function isDirect(shape: number[], filter: number[], compute: DataType, stride = 1): boolean {
  const body = (x: Tensor, w: Tensor) => [conv2d(cast(x, compute), w, stride)];
  const { graph } = record('chosen', body, [tf.zeros(shape), tf.zeros(filter)], []);
  return graph.nodes.some(({ op }) => op === 'Conv2D');
}

test('conv2d uses it, or AMX in bfloat16, or for 1×1 filters a product of matrices, only on a CPU', () => {
  const [deep, filter] = [
    [16, 20, 20, 128],
    [3, 3, 128, 128],
  ];
  assert.equal(isDirect(deep, filter, DataType.float32), device().kind === 'gpu');
  assert.equal(isDirect(deep, filter, DataType.bfloat16), device().kind === 'gpu');
  assert.ok(isDirect(deep, filter, DataType.float32, 2));
  assert.equal(isDirect(deep, [1, 1, 128, 128], DataType.float32), device().kind === 'gpu');
  assert.ok(isDirect(deep, [1, 1, 128, 128], DataType.float32, 2));
  assert.ok(isDirect([15, 20, 20, 128], [1, 1, 128, 128], DataType.float32));
  assert.ok(isDirect([15, 20, 20, 128], filter, DataType.float32));
  assert.ok(isDirect([16, 5, 5, 128], filter, DataType.float32));
  assert.ok(isDirect([40, 5, 5, 512], [3, 3, 512, 512], DataType.float32));
  assert.ok(isDirect([16, 20, 20, 16], [3, 3, 16, 16], DataType.float32));
  assert.ok(isDirect([16, 20, 20, 70], [3, 3, 70, 128], DataType.float32));
  assert.ok(isDirect([16, 20, 20, 128], [3, 3, 128, 70], DataType.float32));
});

/** The ops that the gradient by the images waits for in a captured step. */
function order(op: string, body: (x: Tensor, w: Tensor, dy: Tensor) => Tensor[]): string[] {
  const inputs = [normal([16, 20, 20, 64], 1), normal([3, 3, 64, 64], 2), normal([16, 20, 20, 64], 3)];
  const { nodes } = lower(record('ordered', body as (...inputs: Tensor[]) => Tensor[], inputs, [])).graph;
  const opOf = (input: string) => nodes.find(({ name }) => name === input.replace(/^\^/, ''))?.op ?? '';
  const gradients = nodes.filter((node) => node.op === op && opOf(node.inputs[1]) === 'Placeholder').slice(-1);
  return gradients[0].inputs.filter((input) => input.startsWith('^')).map(opOf);
}

for (const [type, op, filterOp] of [
  ['float32', 'FerWinograd', 'FerWinogradFilterGradient'],
  ['bfloat16', 'FerAmxConvolution', 'FerAmxFilterGradient'],
] as const) {
  const skip = device().kind === 'gpu' || (type === 'bfloat16' && !hasAmxOps());
  test(`a captured step in ${type} computes the gradient of a filter before that of the images, if it is used`, {
    skip,
  }, () => {
    const inType = (x: Tensor, w: Tensor) => cast(conv2d(cast(x, DataType[type]), w, 1), DataType.float32);
    const both = (x: Tensor, w: Tensor, dy: Tensor) => tf.grads((a: Tensor, b: Tensor) => inType(a, b))([x, w], dy);
    assert.deepEqual(order(op, both), [filterOp]);
    assert.deepEqual(
      order(op, (x, w, dy) => both(x, w, dy).slice(0, 1)),
      [],
    );
  });
}
