import type { Network } from '../../lib/models/network';
import { tf } from '../../lib/runtime';
import { inputs } from './training-step';

/** Logits of the two images that every contender classifies first, row by row. */
export function probeLogits(network: Network): number[] {
  return tf.tidy(() => [...network.forward(inputs(network, 2), { training: false }).dataSync()]);
}
