import {
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  globalAveragePool,
  type LayerRecipe,
  maxPool,
  relu,
} from './layers';
import { build, type Network } from './network';
import type { NetworkOptions } from './network-options';

/**
 * A VGG that trains in a few hours on a CPU: 2.3 M parameters and 163 M multiply-adds per crop, 13 % of the paper's.
 * Its blocks pool after their first convolution, so the second convolution costs a quarter (as in airbench, Jordan
 * 2024, arXiv 2404.00498), and global average pooling replaces the hidden layers. The numbers are those of 40×40
 * inputs; inputs from 8 pixels on work, with the same parameters. Dropout follows each block.
 */
export function narrowVgg(options: NetworkOptions): Network {
  return vggOfWidth('narrow_vgg', 32, options);
}

/** {@link narrowVgg} under another name, with `width` filters in its first convolution and multiples in the others. */
export function vggOfWidth(name: string, width: number, options: NetworkOptions): Network {
  const { drop, seed, classes, input_size } = options;
  const convolution = (id: string, filters: number, pool = false): LayerRecipe[] => [
    conv2d(`conv${id}`, { filters }),
    ...(pool ? [maxPool(`pool${id}`)] : []),
    batchNorm(`bn${id}`),
    relu(`relu${id}`),
  ];
  const block = (i: number, filters: number): LayerRecipe[] => [
    ...convolution(`${i}a`, filters, true),
    ...convolution(`${i}b`, filters),
    dropout(`drop${i}`, { rate: drop }),
  ];
  const recipes = [
    ...convolution('0', width),
    ...[2, 4, 8].flatMap((times, i) => block(i + 1, times * width)),
    ...convolution('4', 16 * width),
    globalAveragePool('pool'),
    flatten('flatten'),
    dropout('drop4', { rate: drop }),
    dense('lin', { units: classes.length }),
  ];
  return build(name, [input_size, input_size, 1], recipes, seed);
}
