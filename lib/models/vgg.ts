import { batchNorm, conv2d, dense, dropout, flatten, type LayerRecipe, maxPool, relu } from './layers';
import { build, type Network } from './network';
import type { NetworkOptions } from './network-options';

/**
 * The paper's VGG variant (arXiv 2105.03588, section 4.1): four blocks of two 3×3 convolutions with batch norm, each
 * block followed by a max pool, and two hidden layers of 4096 with dropout before the ReLU. The paper's input is 40×40.
 * Inputs from 16 pixels on work; the first hidden layer grows with them.
 *
 * @param options.width fraction of the paper's filters and hidden units, for experiments and tests; 1 by default
 */
export function vgg(options: NetworkOptions & { readonly width?: number }): Network {
  const { drop, seed, classes, input_size, width = 1 } = options;
  const convolution = (name: string, filters: number): LayerRecipe[] => [
    conv2d(`conv${name}`, { filters: filters * width }),
    batchNorm(`bn${name}`),
    relu(`relu${name}`),
  ];
  const block = (i: number, filters: number): LayerRecipe[] => [
    ...convolution(`${i}a`, filters),
    ...convolution(`${i}b`, filters),
    maxPool(`pool${i}`),
  ];
  const hidden = (i: number): LayerRecipe[] => [
    dense(`lin${i}`, { units: 4096 * width }),
    dropout(`drop${i}`, { rate: drop }),
    relu(`relu_lin${i}`),
  ];
  const recipes = [
    ...[64, 128, 256, 512].flatMap((filters, i) => block(i + 1, filters)),
    flatten('flatten'),
    ...hidden(1),
    ...hidden(2),
    dense('lin3', { units: classes.length }),
  ];
  return build('vgg', [input_size, input_size, 1], recipes, seed);
}
