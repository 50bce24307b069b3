/** Layers to build a network from. Each is a recipe; `build` passes it its input shape. */

export type { Parameter } from '../parameter';
export { relu, swish } from './activation';
export { type BlockOptions, block, chain, descriptionsOf } from './block';
export { type ConvolutionOptions, conv2d, depthwiseConv2d } from './convolution';
export { type DenseOptions, dense } from './dense';
export { dropout, dropPath } from './dropout';
export {
  applyLayer,
  disposeLayer,
  type Layer,
  type LayerDescription,
  type LayerRecipe,
  type Pass,
} from './layer';
export { batchNorm } from './normalization';
export { flatten, globalAveragePool, maxPool, repeatChannel } from './shape';
export { type SqueezeExciteOptions, squeezeExcite } from './squeeze-excite';
