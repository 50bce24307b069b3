import { join } from 'node:path';
import { ROOT } from '../../lib/core/files';
import { batchNorm, conv2d, dense, flatten, globalAveragePool, maxPool, relu } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';

/** A VGG of half the narrow one's width, which tells drawn faces apart; `faces-weights.ts` trained it. */
export const FACES_NETWORK = 'half_vgg';

/** Its weights. */
export const FACES_WEIGHTS = join(ROOT, 'test', 'demo', 'faces.safetensors');

defineNetwork(FACES_NETWORK, ({ seed, classes, input_size }) => {
  const convolution = (name: string, filters: number, pool: boolean) => [
    conv2d(`conv${name}`, { filters }),
    ...(pool ? [maxPool(`pool${name}`)] : []),
    batchNorm(`bn${name}`),
    relu(`relu${name}`),
  ];
  const recipes = [
    ...convolution('0', 16, false),
    ...[32, 64, 128].flatMap((filters, i) => [
      ...convolution(`${i + 1}a`, filters, true),
      ...convolution(`${i + 1}b`, filters, false),
    ]),
    ...convolution('4', 256, false),
    globalAveragePool('pool'),
    flatten('flatten'),
    dense('lin', { units: classes.length }),
  ];
  return build(FACES_NETWORK, [input_size, input_size, 1], recipes, seed);
});
