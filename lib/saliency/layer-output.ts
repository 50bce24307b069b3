import { InputError } from '../errors';

/** A layer's output: its name, and its shape without the batch. */
export interface LayerOutput {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Whether a layer's output still has height and width, which a map can show. */
export function isSpatial({ shape }: LayerOutput): boolean {
  return shape.length === 3 && shape[0] > 1;
}

/**
 * The layer of that name, if its output is spatial.
 * @throws {InputError} for another name
 */
export function spatialLayer(layers: readonly LayerOutput[], name: string): LayerOutput {
  const spatial = layers.filter(isSpatial);
  const found = spatial.find((layer) => layer.name === name);
  if (!found) throw new InputError('layer', name, `must be one of ${spatial.map((layer) => layer.name).join(', ')}`);
  return found;
}
