import { biasAdd, conv2d, globalAveragePool, scaleChannels, sigmoid, swish } from '../../runtime';
import type { Scheme } from '../initializer';
import { convolutionWeight } from './convolution';
import { described, type LayerRecipe } from './layer';

/** Options of a squeeze-and-excitation layer. */
export interface SqueezeExciteOptions {
  /** Channels between the two dense layers. */
  readonly reduced: number;
  /** EfficientNet starts with zero biases. @default 'pytorch' */
  readonly scheme?: Scheme;
}

/**
 * Scales each channel by a factor in (0, 1) that two dense layers with a swish in between compute from the means of all
 * channels (Hu et al. 2018, arXiv 1709.01507).
 */
export function squeezeExcite(name: string, options: SqueezeExciteOptions): LayerRecipe {
  const { reduced, scheme = 'pytorch' } = options;
  return described({ layer: 'squeezeExcite', name, options }, (inputShape, initialize) => {
    const [, , channels] = inputShape;
    const part = (label: string, from: number, to: number) => {
      const weight = convolutionWeight(initialize, `${name}.${label}.weight`, [1, 1, from, to], { scheme });
      return [weight, initialize.bias(`${name}.${label}.bias`, to, from, scheme)];
    };
    const parameters = [...part('conv_reduce', channels, reduced), ...part('conv_expand', reduced, channels)];
    const [reduce, reduceBias, expand, expandBias] = parameters.map(({ variable }) => variable);
    return {
      name,
      kind: 'squeeze-excite',
      parameters,
      outputShape: inputShape,
      multiplyAdds: 2 * channels * reduced,
      apply: (x) => {
        const squeezed = swish(biasAdd(conv2d(globalAveragePool(x), reduce), reduceBias));
        return scaleChannels(x, sigmoid(biasAdd(conv2d(squeezed, expand), expandBias)));
      },
    };
  });
}
