import { InputError } from '../core/errors';

/** A layer's output: its name, and its shape without the batch axis. */
export interface LayerOutput {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network's layers, in the order of the forward pass. */
interface Outputs {
  readonly network: { readonly name: string };
  readonly layers: readonly LayerOutput[];
}

/** Whether a layer's output has height and width, so that a map can show it. */
export function isSpatial({ shape }: LayerOutput): boolean {
  return shape.length === 3 && shape[0] > 1;
}

/**
 * The layers whose output has height and width.
 * @throws {InputError} if there is none
 */
export function spatialLayers({ network, layers }: Outputs): LayerOutput[] {
  const spatial = layers.filter(isSpatial);
  if (spatial.length === 0)
    throw new InputError('network', network.name, 'must have a layer with height and width for Grad-CAM');
  return spatial;
}

/**
 * The layer with a name.
 * @throws {InputError} if there is none, or if its output has no height and width
 */
export function spatialLayer(outputs: Outputs, name: string): LayerOutput {
  const spatial = spatialLayers(outputs);
  const found = spatial.find((layer) => layer.name === name);
  if (!found) throw new InputError('layer', name, `must be one of ${spatial.map((layer) => layer.name).join(', ')}`);
  return found;
}
