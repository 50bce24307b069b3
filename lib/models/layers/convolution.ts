import { conv2d as convolve, depthwiseConv2d as convolveDepthwise } from '../../runtime';
import type { Initializer, Scheme } from '../initializer';
import type { LayerRecipe, Parameter } from './layer';

export interface ConvolutionOptions {
  /** Height and width of the filters, pixels. @default 3 */
  readonly kernel?: number;
  /** Pixels from one output to the next. @default 1 */
  readonly stride?: number;
  /** @default 'pytorch' */
  readonly scheme?: Scheme;
}

/**
 * Convolution without a bias, for a batch norm to follow, which subtracts any. Zero padding keeps the size, or divides
 * it by the stride, rounded up.
 */
export function conv2d(name: string, options: ConvolutionOptions & { readonly filters: number }): LayerRecipe {
  const { filters, kernel = 3, stride = 1, scheme } = options;
  return ([height, width, channels], initialize) => {
    const weight = convolutionWeight(initialize, `${name}.weight`, [kernel, kernel, channels, filters], scheme);
    const outputShape = [Math.ceil(height / stride), Math.ceil(width / stride), filters];
    return {
      name,
      kind: `conv ${kernel}×${kernel}`,
      parameters: [weight],
      outputShape,
      multiplyAdds: outputShape[0] * outputShape[1] * weight.variable.size,
      apply: (x) => convolve(x, weight.variable, stride),
    };
  };
}

/** Convolution of each channel with a filter of its own, otherwise as {@link conv2d}. */
export function depthwiseConv2d(name: string, options: ConvolutionOptions = {}): LayerRecipe {
  const { kernel = 3, stride = 1, scheme } = options;
  return ([height, width, channels], initialize) => {
    const weight = depthwiseWeight(initialize, `${name}.weight`, [kernel, kernel, channels, 1], scheme);
    const outputShape = [Math.ceil(height / stride), Math.ceil(width / stride), channels];
    return {
      name,
      kind: `depthwise ${kernel}×${kernel}`,
      parameters: [weight],
      outputShape,
      multiplyAdds: outputShape[0] * outputShape[1] * weight.variable.size,
      apply: (x) => convolveDepthwise(x, weight.variable, stride),
    };
  };
}

/** HWIO weights. EfficientNet draws them normal with the deviation √(2 / fan-out). */
export function convolutionWeight(
  initialize: Initializer,
  name: string,
  shape: [number, number, number, number],
  scheme: Scheme = 'pytorch',
): Parameter {
  const [height, width, channels, filters] = shape;
  const torchAxes = [2, 3, 1, 0];
  const area = height * width;
  if (scheme === 'pytorch') return initialize.uniform(name, shape, 1 / Math.sqrt(area * channels), torchAxes);
  return initialize.normal(name, shape, Math.sqrt(2 / (area * filters)), torchAxes);
}

/** The same where every filter sees one channel and makes one. */
function depthwiseWeight(
  initialize: Initializer,
  name: string,
  shape: [number, number, number, number],
  scheme: Scheme = 'pytorch',
): Parameter {
  const torchAxes = [2, 3, 0, 1];
  const area = shape[0] * shape[1];
  if (scheme === 'pytorch') return initialize.uniform(name, shape, 1 / Math.sqrt(area), torchAxes);
  return initialize.normal(name, shape, Math.sqrt(2 / area), torchAxes);
}
