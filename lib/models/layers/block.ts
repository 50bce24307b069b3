import { add } from '../../runtime';
import type { Initializer } from '../initializer';
import {
  applyLayer,
  described,
  disposeLayer,
  type Layer,
  type LayerDescription,
  type LayerRecipe,
  layerOf,
} from './layer';

/** Options of a block of layers. */
export interface BlockOptions {
  /** Type of the block, for the summary. */
  readonly kind: string;
  readonly recipes: readonly LayerRecipe[];
  /** Adds the block's input to its output, which has the same shape. */
  readonly residual: boolean;
}

/** Combines several layers into one named layer. */
export function block(name: string, { kind, recipes, residual }: BlockOptions): LayerRecipe {
  const parts = descriptionsOf(recipes);
  const description = parts && { layer: 'block', name, options: { kind, residual, recipes: parts } };
  return described(description, (inputShape, initialize) => {
    const layers = chain(inputShape, recipes, initialize);
    return {
      name,
      kind,
      parameters: layers.flatMap(({ parameters }) => parameters),
      outputShape: layers[layers.length - 1].outputShape,
      multiplyAdds: layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
      apply: (x, pass) => {
        const y = layers.reduce((value, layer) => applyLayer(layer, value, pass), x);
        return residual ? add(x, y) : y;
      },
    };
  });
}

/** Descriptions of recipes; undefined if one of them has none. */
export function descriptionsOf(recipes: readonly LayerRecipe[]): readonly LayerDescription[] | undefined {
  const descriptions = recipes.map(({ description }) => description).filter((each) => each !== undefined);
  return descriptions.length === recipes.length ? descriptions : undefined;
}

/** A sequence of layers. Each receives the output shape of the previous one. */
export function chain(
  inputShape: readonly number[],
  recipes: readonly LayerRecipe[],
  initialize: Initializer,
): Layer[] {
  const layers: Layer[] = [];
  try {
    for (const recipe of recipes) {
      const shape = layers.length === 0 ? inputShape : layers[layers.length - 1].outputShape;
      layers.push(layerOf(recipe, shape, initialize));
    }
  } catch (error) {
    layers.forEach(disposeLayer);
    throw error;
  }
  return layers;
}
