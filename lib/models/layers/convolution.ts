import { conv2d as convolve, depthwiseConv2d as convolveDepthwise } from '../../runtime';
import type { Initializer, Scheme } from '../initializer';
import type { Parameter } from '../parameter';
import { described, type LayerRecipe } from './layer';

/** Options of a convolution. */
export interface ConvolutionOptions {
  /** Height and width of the filters, pixels. @default 3 */
  readonly kernel?: number;
  /** Distance between neighbouring outputs, in pixels. @default 1 */
  readonly stride?: number;
  /** @default 'pytorch' */
  readonly scheme?: Scheme;
}

/**
 * Convolution without a bias, for use before a batch norm, which would cancel it. Zero padding keeps the size, or
 * divides it by the stride, rounded up.
 */
export function conv2d(name: string, options: ConvolutionOptions & { readonly filters: number }): LayerRecipe {
  const { filters, kernel = 3, stride = 1, scheme } = options;
  return described({ layer: 'conv2d', name, options }, ([height, width, channels], initialize) => {
    const weight = convolutionWeight(initialize, `${name}.weight`, [kernel, kernel, channels, filters], { scheme });
    const outputShape = [Math.ceil(height / stride), Math.ceil(width / stride), filters];
    return {
      name,
      kind: `conv ${kernel}×${kernel}`,
      parameters: [weight],
      outputShape,
      multiplyAdds: outputShape[0] * outputShape[1] * weight.variable.size,
      apply: (x) => convolve(x, weight.variable, stride),
    };
  });
}

/** Convolution of each channel with its own filter, otherwise as {@link conv2d}. */
export function depthwiseConv2d(name: string, options: ConvolutionOptions = {}): LayerRecipe {
  const { kernel = 3, stride = 1, scheme } = options;
  return described({ layer: 'depthwiseConv2d', name, options }, ([height, width, channels], initialize) => {
    const drawn = { scheme, depthwise: true };
    const weight = convolutionWeight(initialize, `${name}.weight`, [kernel, kernel, channels, 1], drawn);
    const outputShape = [Math.ceil(height / stride), Math.ceil(width / stride), channels];
    return {
      name,
      kind: `depthwise ${kernel}×${kernel}`,
      parameters: [weight],
      outputShape,
      multiplyAdds: outputShape[0] * outputShape[1] * weight.variable.size,
      apply: (x) => convolveDepthwise(x, weight.variable, stride),
    };
  });
}

/**
 * Weights of a convolution, `[height, width, in, out]`, or of a depthwise one, `[height, width, channels, 1]`, whose
 * filters each map one channel to one channel. EfficientNet draws them from a normal distribution with standard
 * deviation √(2 / fan-out).
 */
export function convolutionWeight(
  initialize: Initializer,
  name: string,
  shape: [number, number, number, number],
  { scheme = 'pytorch', depthwise = false }: { readonly scheme?: Scheme; readonly depthwise?: boolean },
): Parameter {
  const [height, width, channels, filters] = shape;
  const area = height * width;
  const [fanIn, fanOut] = depthwise ? [area, area] : [area * channels, area * filters];
  const torchAxes = depthwise ? [2, 3, 0, 1] : [2, 3, 1, 0];
  if (scheme === 'pytorch') return initialize.uniform(name, shape, 1 / Math.sqrt(fanIn), torchAxes);
  return initialize.normal(name, shape, Math.sqrt(2 / fanOut), torchAxes);
}
