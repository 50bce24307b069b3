import { batchNorm, conv2d, dense, dropout, flatten, type LayerRecipe, maxPool, relu } from './layers';
import { build, type Network } from './network';

/**
 * The paper's VGG variant (arXiv 2105.03588, section 4.1): four blocks of two 3×3 convolutions with batch norm, each
 * block followed by a max pool, and two hidden layers of 4096 with dropout before the ReLU. Input 40×40×1, 7 logits.
 *
 * @param options.drop dropout rate, in [0, 1)
 * @param options.seed of the initial weights
 * @param options.width fraction of the paper's filters and hidden units, for experiments and tests; 1 by default
 */
export function vgg(options: { readonly drop: number; readonly seed: number; readonly width?: number }): Network {
  const { drop, seed, width = 1 } = options;
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
    dense('lin3', { units: 7 }),
  ];
  return build('vgg', [40, 40, 1], recipes, seed);
}
