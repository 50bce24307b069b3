import { type NamedVariable, type Tensor, tf } from '../../runtime';
import type { Initializer } from '../initializer';

/** A tensor that belongs to a network, named as in PyTorch's state dict: `conv1a.weight`. */
export interface Parameter extends NamedVariable {
  /** Running statistics are carried along but not trained. */
  readonly trainable: boolean;
  /** Which axis of PyTorch's tensor each axis here is: `[2, 3, 1, 0]` for a convolution, whose HWIO is OIHW there. */
  readonly torchAxes: readonly number[];
}

/** What a forward pass is for. */
export interface Pass {
  /** Training normalises by the batch and drops values; inference does neither. */
  readonly training: boolean;
  /** Key `[2]` of this step's randomness; needed for training. */
  readonly key?: Tensor;
  /** Is shown each layer's output, those inside blocks as well, and gives what the pass goes on with. */
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
  /** Output of the layer for a batch `[n, …]`. */
  apply(x: Tensor, pass: Pass): Tensor;
}

/** How a recipe was made, as data: the function of `layers` that made it, and what this was called with. */
export interface LayerDescription {
  readonly layer: string;
  readonly name: string;
  readonly options?: unknown;
}

/** A layer before its input's shape is known. */
export interface LayerRecipe {
  (inputShape: readonly number[], initialize: Initializer): Layer;
  /** Absent from a recipe that `layers` did not make: it is code. */
  readonly description?: LayerDescription;
}

/** A recipe with its description; undefined leaves it without one. */
export function described(
  description: LayerDescription | undefined,
  recipe: (inputShape: readonly number[], initialize: Initializer) => Layer,
): LayerRecipe {
  return Object.assign(recipe, { description });
}

/** A layer that only computes. */
export function withoutParameters(
  name: string,
  kind: string,
  outputShape: readonly number[],
  apply: Layer['apply'],
): Layer {
  return { name, kind, parameters: [], outputShape, multiplyAdds: 0, apply };
}

/** A layer's output, which the pass may look at and replace. */
export function applyLayer(layer: Layer, x: Tensor, pass: Pass): Tensor {
  const output = layer.apply(x, pass);
  return pass.tap ? pass.tap(layer.name, output) : output;
}

/** Frees a layer's variables. */
export function disposeLayer(layer: Layer): void {
  tf.dispose(layer.parameters.map(({ variable }) => variable));
}
