import type { Network } from './network';

/** Options that every network builder receives. */
export interface NetworkOptions {
  /** Dropout rate, in [0, 1). */
  readonly drop: number;
  /** Seed of the initial weights. */
  readonly seed: number;
  /** Names of the classes, one for each logit. */
  readonly classes: readonly string[];
  /** Width and height of the input, in pixels. A builder may have a size of its own and ignore it. */
  readonly input_size: number;
}

/** Builds a network with random initial weights from the settings that concern it. */
export type NetworkBuilder = (options: NetworkOptions) => Network;
