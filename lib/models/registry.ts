import { InputError } from '../core/errors';
import { isFunction, Kind, type NameOf } from '../core/kind';
import type { Network } from './network';
import type { NetworkBuilder, NetworkOptions } from './network-options';

export type { NetworkBuilder, NetworkOptions };

import { logitCount } from './sizes';

const efficientnets = () => require('./efficientnet') as typeof import('./efficientnet');

/** Built-in networks, by the names that `network=` accepts. To add one, add a file next to `vgg.ts` and a line here. */
const OURS = {
  vgg: () => (require('./vgg') as typeof import('./vgg')).vgg,
  narrow_vgg: () => (require('./narrow-vgg') as typeof import('./narrow-vgg')).narrowVgg,
  efficientnet: () => efficientnets().efficientnet,
  efficientnet_b0: () => (options) => efficientnets().efficientnet({ ...options, variant: 'b0' }),
} as const satisfies Readonly<Record<string, () => NetworkBuilder>>;

/** Name of a network, or path of a file that exports one. */
export type NetworkName = NameOf<keyof typeof OURS>;

/** Networks: built-in ones and the user's own. */
export const networks = new Kind<NetworkBuilder, keyof typeof OURS>({
  key: 'network',
  ours: OURS,
  is: isFunction<NetworkBuilder>,
  what: 'a function of { drop, seed, classes, input_size } that builds a network',
  aliases: { efn: 'efficientnet' }, // the study's name
});

/**
 * Makes `network=name` build this network until the process ends. A run stores a description of it, so that every
 * command can open the run, unless the network has layers that are not from `layers`: define such a network in a file.
 *
 * @throws {InputError} for a built-in name
 */
export function defineNetwork(name: string, builder: NetworkBuilder): NetworkBuilder {
  return networks.define(name, builder);
}

/** Whether every process can resolve a value of `network=`: it is a built-in name or a file's path. */
export function isKnownEverywhere(name: string): boolean {
  const origin = networks.origin(name);
  return origin === 'project' || origin === 'file';
}

/**
 * A network with initial weights.
 *
 * @param name a value of `network=`: a name or a file's path
 * @throws {InputError} for an unknown name, for a file that is missing, fails, or exports no network, and as
 *   `builtBy` does
 */
export function buildNetwork(name: NetworkName, options: NetworkOptions): Network {
  return builtBy(networks.get(name), options);
}

/**
 * What a builder makes of the options.
 * @throws {InputError} if the network has not one logit for each class, or its input is not a square of gray pixels
 */
export function builtBy(build: NetworkBuilder, options: NetworkOptions): Network {
  const network = build(options);
  const { classes } = options;
  const logits = logitCount(network);
  const [height, width, channels] = network.inputShape;
  const fault =
    logits !== classes.length
      ? ([`${logits} logits`, `must be ${classes.length}, one for each class (${classes.join(', ')})`] as const)
      : height !== width || channels !== 1
        ? ([`input ${network.inputShape.join('×')}`, 'must be a square with one channel'] as const)
        : undefined;
  if (fault === undefined) return network;
  network.dispose();
  throw new InputError(`network ${network.name}`, fault[0], fault[1]);
}
