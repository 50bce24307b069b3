import { test } from 'node:test';
import { evaluationCrops } from '../../lib/data/augment/view-crops';
import { PIXELS, SIZE } from '../../lib/data/dataset';
import { batchNorm, conv2d, dense, flatten, maxPool, relu } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { viewLogits } from '../../lib/models/view-logits';
import { DataType, type Tensor, tf, uint8Tensor } from '../../lib/runtime';
import { noise } from '../noise';
import { assertClose, REFERENCE_DIGITS, roundingTolerance } from '../rounding';
import reference from './ten_crop_reference.json';

const N = reference.mean.length;

const network = build(
  'crops',
  [40, 40, 1],
  [
    conv2d('conv', { filters: 8 }),
    batchNorm('bn'),
    relu('relu'),
    maxPool('pool'),
    flatten('flatten'),
    dense('lin', { units: 7 }),
  ],
  0,
);

const WEIGHTS: Record<string, (shape: number[]) => Tensor> = {
  'conv.weight': (shape) => noise(shape, 1, 0),
  'bn.running_mean': (shape) => noise(shape, 0.5, 1),
  'bn.running_var': (shape) => tf.add(1, noise(shape, 0.5, 2)),
  'lin.weight': (shape) => noise(shape, 1 / 20, 3),
  'lin.bias': (shape) => noise(shape, 1, 4),
};
for (const { name, variable } of network.parameters) WEIGHTS[name] && variable.assign(WEIGHTS[name](variable.shape));

const images = uint8Tensor(
  Uint8Array.from({ length: N * PIXELS }, (_, k) => {
    const [i, x, y] = [Math.floor(k / PIXELS), k % SIZE, Math.floor(k / SIZE) % SIZE];
    return (5 * x + 3 * y + x * y + 17 * i) % 256;
  }),
  [N, SIZE, SIZE, 1],
);

const [LONGEST_SUM] = network.parameters.find(({ name }) => name === 'lin.weight')!.variable.shape;

function close(actual: Tensor, expected: readonly number[]): void {
  assertClose(actual.dataSync(), expected, REFERENCE_DIGITS + roundingTolerance(LONGEST_SUM), 'logits');
}

/** torchvision mirrors the image and then crops: its upper left corner is the mirrored upper right one here. */
const THEIRS = [0, 1, 2, 3, 4, 6, 5, 8, 7, 9];

test('the logits of each crop equal those of torchvision’s TenCrop', () => {
  const crops = network.forward(evaluationCrops(images, 'ten', 40), { training: false });
  close(
    crops,
    THEIRS.flatMap((crop) => reference.crops[crop].flat()),
  );
});

test('ten-crop logits are their mean', () => {
  close(viewLogits(network, images, 'ten', DataType.float32), reference.mean.flat());
});
