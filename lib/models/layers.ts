import {
  type BatchNorm,
  batchNormInference,
  batchNormTraining,
  conv2d as convolve,
  dropout as drop,
  foldIn,
  type NamedVariable,
  maxPool as pool,
  dense as project,
  relu as rectify,
  type Tensor,
  tf,
  flatten as unroll,
} from '../runtime';
import type { Initializer } from './initializer';

/** A tensor that belongs to a network, named as in PyTorch's state dict: `conv1a.weight`. */
export interface Parameter extends NamedVariable {
  /** Running statistics are carried along but not trained. */
  readonly trainable: boolean;
}

/** What a forward pass is for. */
export interface Pass {
  /** Training normalises by the batch and drops values; inference does neither. */
  readonly training: boolean;
  /** Key `[2]` of this step's randomness; needed for training. */
  readonly key?: Tensor;
  /** Is shown every layer's output under the layer's name, and returns what goes on in its place. */
  readonly tap?: (name: string, output: Tensor) => Tensor;
}

/** One layer of a built network. Shapes leave out the batch. */
export interface Layer {
  readonly name: string;
  /** What it is, for the summary: `conv 3×3`. */
  readonly kind: string;
  readonly parameters: readonly Parameter[];
  readonly outputShape: readonly number[];
  /** Multiply-adds for one image. */
  readonly multiplyAdds: number;
  apply(x: Tensor, pass: Pass): Tensor;
}

/** A layer before its input's shape is known. */
export type LayerRecipe = (inputShape: readonly number[], initialize: Initializer) => Layer;

/** A layer's output, past the pass's tap. A layer made of layers applies them by this as well, so that each can be seen. */
export function applyLayer(layer: Layer, x: Tensor, pass: Pass): Tensor {
  const output = layer.apply(x, pass);
  return pass.tap ? pass.tap(layer.name, output) : output;
}

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function withoutParameters(name: string, kind: string, outputShape: readonly number[], apply: Layer['apply']): Layer {
  return { name, kind, parameters: [], outputShape, multiplyAdds: 0, apply };
}

/**
 * Convolution with zero padding to the same size, without a bias: a batch norm follows, which subtracts any.
 * PyTorch's default weights, uniform within ±1/√(fan-in).
 */
export function conv2d(name: string, options: { readonly filters: number; readonly kernel?: number }): LayerRecipe {
  const { filters, kernel = 3 } = options;
  return ([height, width, channels], initialize) => {
    const fanIn = kernel * kernel * channels;
    const weight = initialize.uniform(`${name}.weight`, [kernel, kernel, channels, filters], 1 / Math.sqrt(fanIn));
    return {
      name,
      kind: `conv ${kernel}×${kernel}`,
      parameters: [weight],
      outputShape: [height, width, filters],
      multiplyAdds: height * width * fanIn * filters,
      apply: (x) => convolve(x, weight.variable),
    };
  };
}

/** Batch norm over the last axis, with PyTorch's ε and momentum by default. */
export function batchNorm(
  name: string,
  options: { readonly epsilon?: number; readonly momentum?: number } = {},
): LayerRecipe {
  const { epsilon = 1e-5, momentum = 0.1 } = options;
  return (inputShape, initialize) => {
    const shape = [inputShape[inputShape.length - 1]];
    const parameters = [
      initialize.constant(`${name}.weight`, shape, 1),
      initialize.constant(`${name}.bias`, shape, 0),
      initialize.statistic(`${name}.running_mean`, shape, 0),
      initialize.statistic(`${name}.running_var`, shape, 1),
    ];
    const [scale, offset, mean, variance] = parameters.map(({ variable }) => variable);
    const norm: BatchNorm = { scale, offset, mean, variance, epsilon, momentum };
    return {
      name,
      kind: 'batch norm',
      parameters,
      outputShape: inputShape,
      multiplyAdds: 0,
      apply: (x, { training }) => (training ? batchNormTraining(x, norm) : batchNormInference(x, norm)),
    };
  };
}

export function relu(name: string): LayerRecipe {
  return (inputShape) => withoutParameters(name, 'ReLU', inputShape, rectify);
}

/** Largest value of each 2×2 window. */
export function maxPool(name: string): LayerRecipe {
  return ([height, width, channels]) =>
    withoutParameters(name, 'max pool 2×2', [Math.floor(height / 2), Math.floor(width / 2), channels], (x) => pool(x));
}

export function flatten(name: string): LayerRecipe {
  return (inputShape) => withoutParameters(name, 'flatten', [size(inputShape)], unroll);
}

/** Fully connected layer with PyTorch's default weights and bias, uniform within ±1/√(fan-in). */
export function dense(name: string, options: { readonly units: number }): LayerRecipe {
  const { units } = options;
  return ([inputs], initialize) => {
    const bound = 1 / Math.sqrt(inputs);
    const weight = initialize.uniform(`${name}.weight`, [inputs, units], bound);
    const bias = initialize.uniform(`${name}.bias`, [units], bound);
    return {
      name,
      kind: 'dense',
      parameters: [weight, bias],
      outputShape: [units],
      multiplyAdds: inputs * units,
      apply: (x) => project(x, weight.variable, bias.variable),
    };
  };
}

/** Drops values with probability `rate`, in [0, 1), while training. */
export function dropout(name: string, options: { readonly rate: number }): LayerRecipe {
  return (inputShape, initialize) => {
    const purpose = initialize.purpose();
    return withoutParameters(name, `dropout ${options.rate}`, inputShape, (x, { training, key }) => {
      if (!training) return x;
      if (!key) throw new Error(`${name}: a training pass needs a key for its randomness`);
      return drop(x, options.rate, foldIn(key, purpose));
    });
  };
}

/** Frees a layer's variables. */
export function disposeLayer(layer: Layer): void {
  tf.dispose(layer.parameters.map(({ variable }) => variable));
}
