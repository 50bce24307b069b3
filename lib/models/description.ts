import { InputError } from '../core/errors';
import type { LayerDescription, LayerRecipe } from './layers';
import * as layers from './layers';
import { build, type Network } from './network';

/** A network as data, which a run keeps: enough to build it again without the code that defined it. */
export interface NetworkDescription {
  readonly name: string;
  /** `[height, width, channels]`. */
  readonly inputShape: readonly number[];
  readonly layers: readonly LayerDescription[];
}

/**
 * Builds a network from its description.
 *
 * @param seed of the initial weights, which are those that the original had with this seed
 * @param source what messages call the description
 * @throws {InputError} for a layer that is not one of `layers`, and for what is no description
 */
export function buildDescribed(
  { name, inputShape, layers }: NetworkDescription,
  seed: number,
  source: string,
): Network {
  let recipes: readonly LayerRecipe[];
  try {
    recipes = layers.map((layer) => recipeOf(layer, source));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(source, 'damaged', 'must describe a network, as a run wrote it');
  }
  return build(name, inputShape, recipes, seed);
}

function recipeOf({ layer, name, options }: LayerDescription, source: string): LayerRecipe {
  const known: Readonly<Record<string, unknown>> = layers;
  const make = Object.hasOwn(known, layer) ? (known[layer] as (...given: unknown[]) => unknown) : undefined;
  const recipe = make?.(name, layer === 'block' ? withRecipes(options as DescribedBlock, source) : options);
  if (isRecipe(recipe) && recipe.description?.layer === layer) return recipe;
  throw new InputError(source, layer, 'must be a layer that this version of the project has');
}

interface DescribedBlock {
  readonly recipes: readonly LayerDescription[];
}

function withRecipes(options: DescribedBlock, source: string) {
  return { ...options, recipes: options.recipes.map((part) => recipeOf(part, source)) };
}

function isRecipe(value: unknown): value is LayerRecipe {
  return typeof value === 'function';
}
