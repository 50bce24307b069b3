import { InputError } from '../errors';
import type { Network } from './network';

/** What every network is made from. */
export interface NetworkOptions {
  /** Dropout rate, in [0, 1). */
  readonly drop: number;
  /** Seed of the initial weights. */
  readonly seed: number;
}

export type NetworkBuilder = (options: NetworkOptions) => Network;

/**
 * The networks that come with the project. A further one is a file beside `vgg.ts` and a line here. Each is loaded when
 * it is built, since it loads TensorFlow, which a check of arguments need not wait for.
 */
const OURS: Readonly<Record<string, NetworkBuilder>> = {
  vgg: (options) => (require('./vgg') as typeof import('./vgg')).vgg(options),
  efficientnet: (options) => efficientnets().efficientnet(options),
  efficientnet_b0: (options) => efficientnets().efficientnet({ ...options, variant: 'b0' }),
};

/** What the study calls them. */
const ALIASES: Readonly<Record<string, string>> = { efn: 'efficientnet' };

const efficientnets = () => require('./efficientnet') as typeof import('./efficientnet');

/** Networks that a notebook defined. They outlive a hot reload of this file. */
const DEFINED = Symbol.for('fer.models.defined');
const shared = globalThis as { [DEFINED]?: Record<string, NetworkBuilder> };
shared[DEFINED] ??= {};
const defined = shared[DEFINED];

/** Makes `network=name` build this one, until the process ends. */
export function defineNetwork(name: string, builder: NetworkBuilder): void {
  defined[name] = builder;
}

/** What `network=` takes now. */
export function networkNames(): string[] {
  return [...new Set([OURS, ALIASES, defined].flatMap(Object.keys))];
}

/** The one name of a network that has another. */
export function properName(name: string): string {
  return Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
}

/** Whether every process knows a network of that name: it comes with the project. */
export function isBuiltIn(name: string): boolean {
  return Object.hasOwn(OURS, properName(name));
}

/** What is wrong with a network's name, as a constraint; undefined if this process knows the network. */
export function networkFault(name: unknown): string | undefined {
  const names = networkNames();
  if (names.includes(name as string)) return undefined;
  const elsewhere =
    'a network that a notebook defines is known in that notebook only: train, evaluate and export it there';
  return `must be one of ${names.join(', ')}; ${elsewhere}`;
}

/**
 * A network with initial weights.
 * @param name one of {@link networkNames}
 * @throws {InputError} if this process does not know the network, as one that a notebook defined
 */
export function buildNetwork(name: string, options: NetworkOptions): Network {
  return requireNetwork(name)(options);
}

/**
 * Resolves the name of a network. Costs nothing, so that it can come before work that needs the network.
 * @throws {InputError} if this process does not know the network
 */
export function requireNetwork(name: string): NetworkBuilder {
  const fault = networkFault(name);
  if (fault !== undefined) throw new InputError('network', name, fault);
  const proper = properName(name);
  return defined[proper] ?? OURS[proper];
}
