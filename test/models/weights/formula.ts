import { SIZE } from '../../../lib/data/dataset';
import type { Network } from '../../../lib/models/network';
import { viewLogits } from '../../../lib/models/view-logits';
import { toStateDict } from '../../../lib/models/weights/exchange';
import type { NamedTensor } from '../../../lib/models/weights/tensor';
import { DataType, uint8Tensor } from '../../../lib/runtime';
import { noise } from '../../noise';
import { networkTolerance, REFERENCE_DIGITS } from '../../rounding';
import reference from './reference.json';

/** The drawn faces that the reference's logits are of. */
export const faces = Uint8Array.from(Buffer.from(reference.faces, 'base64'));
export const FACES = faces.length / SIZE ** 2;

/** A state dict of a network's names and PyTorch's shapes, with the values that reference.py gives. */
export function byFormula(network: Network, gain: number): NamedTensor[] {
  return toStateDict(network, { biases: network.name === 'vgg' }).map(({ name, shape }) => {
    const fanIn = shape.slice(1).reduce((a, b) => a * b, 1);
    const bound = shape.length > 1 ? gain * Math.sqrt(3 / fanIn) : 0.2;
    const isScale = shape.length === 1 && /(weight|running_var)$/.test(name);
    const number = Buffer.from(name).reduce((sum, byte) => sum + byte, 0) % 97;
    const values = noise(shape, bound, number).dataSync() as Float32Array;
    return { name, shape, values: isScale ? values.map((value) => value + 1) : values };
  });
}

/** A network's logits for the center crops of the faces, `[4 · 7]`. */
export function logitsOf(network: Network): Float32Array {
  const images = uint8Tensor(faces, [FACES, SIZE, SIZE, 1]);
  return viewLogits(network, images, 'center', DataType.float32).dataSync() as Float32Array;
}

/** Tolerance for these logits, computed elsewhere from the same weights. */
export function logitsTolerance(network: Network): number {
  const variables = network.parameters.map(({ variable }) => variable);
  // A filter's last axis is its outputs, the others are summed over.
  const summands = Math.max(...variables.map(({ size, shape }) => size / shape[shape.length - 1]));
  return REFERENCE_DIGITS + networkTolerance(variables, summands, () => [logitsOf(network)]);
}
