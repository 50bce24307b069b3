import { InputError } from '../core/errors';
import type { LayerDescription, LayerRecipe } from './layers';
import * as layers from './layers';
import { build, type Network, type NetworkDescription } from './network';

/**
 * Builds a network from its description.
 *
 * @param seed seed of the initial weights, which equal the original's for the same seed
 * @param source name of the description in messages
 * @throws {InputError} for an unknown layer or an invalid description
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
    throw new InputError(source, 'damaged', 'must be a network description written by a run');
  }
  return build(name, inputShape, recipes, seed);
}

function recipeOf({ layer, name, options }: LayerDescription, source: string): LayerRecipe {
  const known: Readonly<Record<string, unknown>> = layers;
  const make = Object.hasOwn(known, layer) ? (known[layer] as (...given: unknown[]) => unknown) : undefined;
  const recipe = make?.(name, layer === 'block' ? withRecipes(options as DescribedBlock, source) : options);
  if (isRecipe(recipe) && recipe.description?.layer === layer) return recipe;
  throw new InputError(source, layer, 'must be a layer of this version of the project');
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
