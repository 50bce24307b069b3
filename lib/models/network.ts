import { cast, DataType, type Tensor } from '../runtime';
import { Initializer } from './initializer';
import {
  applyLayer,
  chain,
  descriptionsOf,
  disposeLayer,
  type Layer,
  type LayerDescription,
  type LayerRecipe,
  type Parameter,
  type Pass,
} from './layers';

/** Element types that a forward pass can compute in. Weights stay float32. */
export type ComputeType = typeof DataType.float32 | typeof DataType.bfloat16 | typeof DataType.float16;

/** A network as data, stored in a run: enough to rebuild the network without the code that defined it. */
export interface NetworkDescription {
  readonly name: string;
  /** `[height, width, channels]`. */
  readonly inputShape: readonly number[];
  readonly layers: readonly LayerDescription[];
}

/** A built network: layers in order, with their parameters on the device. */
export interface Network {
  readonly name: string;
  /** `[height, width, channels]`. */
  readonly inputShape: readonly number[];
  readonly layers: readonly Layer[];
  readonly parameters: readonly Parameter[];
  /** Data to rebuild it from. Missing if it has a layer that was not made by `layers`. */
  readonly description?: NetworkDescription;
  /**
   * @param x `[n, height, width, channels]`, float32, gray values 0–1
   * @param compute element type of the layers between input and logits, float32 by default
   * @returns logits `[n, classes]`, float32
   */
  forward(x: Tensor, pass: Pass, compute?: ComputeType): Tensor;
  /** A copy with its own parameters of equal value. The caller disposes it. */
  copy(): Network;
  /** Frees the parameters. */
  dispose(): void;
}

/**
 * Builds a network from recipes. Each receives the output shape of the previous one.
 *
 * @param seed of the initial weights
 */
export function build(
  name: string,
  inputShape: readonly number[],
  recipes: readonly LayerRecipe[],
  seed: number,
): Network {
  const layers = chain(inputShape, recipes, new Initializer(seed));
  const descriptions = descriptionsOf(recipes);
  const parameters = layers.flatMap((layer) => layer.parameters);
  return {
    name,
    inputShape,
    layers,
    parameters,
    description: descriptions && { name, inputShape, layers: descriptions },
    forward: (x, pass, compute = DataType.float32) => {
      const logits = layers.reduce((value, layer) => applyLayer(layer, value, pass), cast(x, compute));
      return cast(logits, DataType.float32);
    },
    copy: () => {
      const copied = build(name, inputShape, recipes, seed);
      copied.parameters.forEach(({ variable }, k) => {
        variable.assign(parameters[k].variable);
      });
      return copied;
    },
    dispose: () => layers.forEach(disposeLayer),
  };
}

/** The parameters that an optimizer changes. */
export function trainable(network: Network): Parameter[] {
  return network.parameters.filter((parameter) => parameter.trainable);
}
