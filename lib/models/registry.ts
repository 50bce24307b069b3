import { InputError } from '../core/errors';
import { isFunction, Kind, type NameOf } from '../core/kind';
import type { Network } from './network';
import { logitCount } from './sizes';

/** What every network is made from. */
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

export type NetworkBuilder = (options: NetworkOptions) => Network;

const efficientnets = () => require('./efficientnet') as typeof import('./efficientnet');

/**
 * The networks that come with the project, by the names that `network=` takes. A further one is a file beside `vgg.ts`
 * and a line here.
 */
const OURS = {
  vgg: () => (require('./vgg') as typeof import('./vgg')).vgg,
  narrow_vgg: () => (require('./narrow-vgg') as typeof import('./narrow-vgg')).narrowVgg,
  efficientnet: () => efficientnets().efficientnet,
  efficientnet_b0: () => (options) => efficientnets().efficientnet({ ...options, variant: 'b0' }),
} as const satisfies Readonly<Record<string, () => NetworkBuilder>>;

export type NetworkName = NameOf<keyof typeof OURS>;

/** Networks: those that come with the project, and the user's own. */
export const networks = new Kind<NetworkBuilder, keyof typeof OURS>({
  key: 'network',
  ours: OURS,
  is: isFunction<NetworkBuilder>,
  what: 'a function of { drop, seed, classes, input_size } that builds a network',
  aliases: { efn: 'efficientnet' }, // the study's name
});

/**
 * Makes `network=name` build this one until the process ends. A run keeps a description of it, so that every command opens
 * the run, unless the network has layers that `layers` does not bring: put such a network into a file.
 *
 * @throws {InputError} for a name that comes with the project
 */
export function defineNetwork(name: string, builder: NetworkBuilder): NetworkBuilder {
  return networks.define(name, builder);
}

/** Whether every process knows what a value of `network=` names: it comes with the project, or it is a file's path. */
export function isKnownEverywhere(name: string): boolean {
  const origin = networks.origin(name);
  return origin === 'project' || origin === 'file';
}

/**
 * A network with initial weights.
 *
 * @param name as `network=` takes it: a name, or a file's path
 * @throws {InputError} for an unknown name, for a file that is missing, fails, or exports no network, and as
 *   {@link builtBy} does
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
