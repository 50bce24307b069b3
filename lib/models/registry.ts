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
  return ALIASES[name] ?? name;
}

/** A network with initial weights. `name` is one of {@link networkNames}. */
export function buildNetwork(name: string, options: NetworkOptions): Network {
  const proper = properName(name);
  return (defined[proper] ?? OURS[proper])(options);
}
