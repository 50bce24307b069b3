import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cast, conv2d, DataType, record, type Tensor, tf } from '../../lib/runtime';
import { amxConv2d } from '../../lib/runtime/kernels/amx';
import { directConv2d } from '../../lib/runtime/kernels/convolution';
import { hasAmxOps } from '../../lib/runtime/own-ops';
import { assertClose, roundingTolerance } from '../rounding';
import { normal } from './kernels-cases';

const skip = hasAmxOps() ? false : 'no AMX';

/** The value, and the gradients by images and filter. */
function differentiate(convolution: (x: Tensor, filter: Tensor) => Tensor, x: Tensor, filter: Tensor, dy: Tensor) {
  return [
    convolution(x, filter),
    ...tf.grads((...inputs: Tensor[]) => convolution(inputs[0], inputs[1]))([x, filter], dy),
  ];
}

const rounded = (x: Tensor) => cast(cast(x, DataType.bfloat16), DataType.float32);

for (const [n, size, channels, filters] of [
  [17, [20, 20], 64, 128],
  [130, [10, 10], 128, 96],
  [33, [5, 5], 512, 256],
  [16, [13, 7], 32, 160],
  [19, [1, 2], 32, 32],
  [16, [70, 70], 160, 32], // more than is multiplied at a time
] as const) {
  test(`AMX’s convolution of ${n} images of ${size.join('×')}×${channels} has a plain one’s values and gradients`, {
    skip,
  }, () => {
    tf.tidy(() => {
      const [x, filter, dy] = [
        rounded(tf.relu(normal([n, ...size, channels], 1))),
        rounded(normal([3, 3, channels, filters], 2)),
        rounded(normal([n, ...size, filters], 3)),
      ];
      const expected = differentiate((x, w) => directConv2d(x, w, 1), x, filter, dy);
      const inBfloat16 = (x: Tensor, w: Tensor) => cast(amxConv2d(cast(x, DataType.bfloat16), w), DataType.float32);
      const actual = differentiate(inBfloat16, x, filter, dy);
      // The products of bfloat16 numbers are exact in float32; only the filter's gradient is not rounded to bfloat16.
      const sums = [9 * channels, 9 * filters, n * size[0] * size[1]];
      actual.forEach((tensor, i) => {
        const type = i === 2 ? 'float32' : 'bfloat16';
        const tolerance = roundingTolerance(i === 2 ? sums[i] : 1, { type });
        assertClose(tensor.dataSync(), expected[i].dataSync(), tolerance, `output ${i}`);
      });
    });
  });
}

test('conv2d uses it for bfloat16 images, if channels and filters are multiples of 32', { skip }, () => {
  const uses = (shape: number[], filter: number[], compute: DataType = DataType.bfloat16) => {
    const body = (x: Tensor, w: Tensor) => [conv2d(cast(x, compute), w)];
    const { graph } = record('chosen', body, [tf.zeros(shape), tf.zeros(filter)], []);
    return graph.nodes.some(({ op }) => op === 'FerAmxConvolution');
  };
  assert.ok(uses([16, 5, 5, 32], [3, 3, 32, 64]));
  assert.ok(!uses([16, 5, 5, 32], [3, 3, 32, 64], DataType.float32));
  assert.ok(!uses([16, 5, 5, 48], [3, 3, 48, 64]));
  assert.ok(!uses([16, 5, 5, 32], [3, 3, 32, 48]));
  assert.ok(!uses([16, 5, 5, 32], [1, 1, 32, 64]));
  assert.ok(!uses([15, 5, 5, 32], [3, 3, 32, 64]));
});
