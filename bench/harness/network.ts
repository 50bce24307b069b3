import { EMOTIONS } from '../../lib/data/dataset';
import type { Network } from '../../lib/models/network';
import { benchNetwork, type NetworkName } from '../networks';

/** Width of the input in pixels, that of the study. */
export const INPUT_SIZE = 40;

/** Width of the images whose ten crops have the size of the input: six fifths, as 48 for 40. */
export function imageSize(inputSize: number): number {
  return Math.floor((inputSize * 6) / 5);
}

/** Options of the networks for experiments and tests. */
export interface NetworkSize {
  /** @default 40 */
  readonly inputSize?: number;
  /** Dropout rate; 0 also turns off other randomness. @default 0.2 */
  readonly drop?: number;
}

/** A network of the benches, with the same initial weights in every process. Loads TensorFlow. */
export function networkOf(name: NetworkName, { inputSize = INPUT_SIZE, drop = 0.2 }: NetworkSize = {}): Network {
  const paths = drop === 0 ? { dropPath: 0 } : {}; // EfficientNet has a second rate
  return benchNetwork(name).builder()({ drop, seed: 0, classes: EMOTIONS, input_size: inputSize, ...paths });
}

/** Gray images `[count, size, size, 1]`, the same for every contender, as uint8. */
export function grayImages(count: number, size: number): Uint8Array {
  return Uint8Array.from({ length: count * size * size }, (_, i) => (i * 37) % 256);
}
