import { cast, DataType, type Tensor, tf, typeOf } from '../../runtime';
import type { Initializer } from '../initializer';
import type { Parameter } from '../parameter';

/** Options of a forward pass. */
export interface Pass {
  /** Training uses the batch's statistics and dropout; inference uses neither. */
  readonly training: boolean;
  /** Key `[2]` of the step's random numbers; required for training. */
  readonly key?: Tensor;
  /** Receives the output of each layer, including those inside blocks, and returns the tensor to continue with. */
  readonly tap?: (name: string, output: Tensor) => Tensor;
}

/** A layer of a built network. Shapes omit the batch axis. */
export interface Layer {
  readonly name: string;
  /** Type of the layer, for the summary: `conv 3×3`. */
  readonly kind: string;
  readonly parameters: readonly Parameter[];
  readonly outputShape: readonly number[];
  /** Multiply-adds per image. */
  readonly multiplyAdds: number;
  /** Output of the layer for a batch `[n, …]`. */
  apply(x: Tensor, pass: Pass): Tensor;
}

/** How a recipe was made, as data: the function of `layers` and its arguments. */
export interface LayerDescription {
  readonly layer: string;
  readonly name: string;
  readonly options?: unknown;
}

/** A layer whose input shape is not known yet. */
export interface LayerRecipe {
  (inputShape: readonly number[], initialize: Initializer): Layer;
  /** Missing if `layers` did not make the recipe; undefined if `layers` made it of a part that has no description. */
  readonly description?: LayerDescription;
}

/** Adds a description to a recipe; undefined adds none. */
export function described(
  description: LayerDescription | undefined,
  recipe: (inputShape: readonly number[], initialize: Initializer) => Layer,
): LayerRecipe {
  return Object.assign(recipe, { description });
}

/** A layer without parameters. */
export function withoutParameters(
  name: string,
  kind: string,
  outputShape: readonly number[],
  apply: Layer['apply'],
): Layer {
  return { name, kind, parameters: [], outputShape, multiplyAdds: 0, apply };
}

/**
 * The layer of a recipe. If `layers` did not make it, its input is cast to float32 and its output back, so that it may use
 * any op of tfjs.
 */
export function layerOf(recipe: LayerRecipe, inputShape: readonly number[], initialize: Initializer): Layer {
  const layer = recipe(inputShape, initialize);
  if ('description' in recipe) return layer;
  const apply = layer.apply.bind(layer);
  return Object.assign(layer, {
    apply: (x: Tensor, pass: Pass) => cast(apply(cast(x, DataType.float32), pass), typeOf(x)),
  });
}

/** A layer's output. The pass can read and replace it. */
export function applyLayer(layer: Layer, x: Tensor, pass: Pass): Tensor {
  const output = layer.apply(x, pass);
  return pass.tap ? pass.tap(layer.name, output) : output;
}

/** Frees a layer's variables. */
export function disposeLayer(layer: Layer): void {
  tf.dispose(layer.parameters.map(({ variable }) => variable));
}
