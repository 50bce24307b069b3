/** The networks of the benches. To add one, add a line here, and a file if it is not in `lib`. */
import type { NetworkBuilder } from '../../lib/models/network-options';
import { networks } from '../../lib/models/registry';

/** A network, and how many times as fast as the fastest peer the project aims to be. */
export interface BenchNetwork {
  /** Loads TensorFlow. */
  readonly builder: () => NetworkBuilder;
  readonly goals: { readonly step: number; readonly predict: number };
}

const NETWORKS = {
  vgg: { builder: () => networks.get('vgg'), goals: { step: 1.8, predict: 2 } },
  narrow_vgg: { builder: () => networks.get('narrow_vgg'), goals: { step: 1.8, predict: 2 } },
  resnet18: { builder: () => resnet18().describedResnet18, goals: { step: 1.6, predict: 2 } },
  efficientnet_b0: { builder: () => networks.get('efficientnet_b0'), goals: { step: 1.8, predict: 2 } },
  efficientnet_b3: { builder: () => networks.get('efficientnet'), goals: { step: 1.8, predict: 2 } },
} as const satisfies Readonly<Record<string, BenchNetwork>>;

export type NetworkName = keyof typeof NETWORKS;

export const NETWORK_NAMES = Object.keys(NETWORKS) as NetworkName[];

export function benchNetwork(name: NetworkName): BenchNetwork {
  return NETWORKS[name];
}

function resnet18() {
  return require('./resnet18') as typeof import('./resnet18');
}
