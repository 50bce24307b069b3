import type { Network } from './network';

/** Number of logits of a network. */
export function logitCount({ layers }: Pick<Network, 'layers'>): number {
  return layers[layers.length - 1].outputShape[0];
}

/** Width and height of a network's input, in pixels. */
export function inputSize({ inputShape }: Pick<Network, 'inputShape'>): number {
  return inputShape[0];
}
