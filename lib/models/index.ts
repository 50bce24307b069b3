import type { NetworkName } from './names';
import type { Network } from './network';
import { vgg } from './vgg';

/** What every network is made from. */
export interface NetworkOptions {
  /** Dropout rate, in [0, 1). */
  readonly drop: number;
  /** Seed of the initial weights. */
  readonly seed: number;
}

/** The networks by the names that `network=` takes. A further one is a file beside `vgg.ts`, its name and a line here. */
export const networks: Readonly<Record<NetworkName, (options: NetworkOptions) => Network>> = { vgg };
