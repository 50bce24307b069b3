import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../core/errors';
import type { Source } from '../core/source-file';
import type { Network } from '../models/network';
import { builtBy, type NetworkBuilder, networks } from '../models/registry';
import { type DataShape, dataShapeOf, networkOptions } from './data-shape';
import { type DescribedNetwork, describedBuilder, readNetwork } from './described-network';
import { type Hyperparameters, KEYS, type KeyName } from './hyperparameters';
import type { RunFolder, RunSettings } from './run-folder';

/** The user's own network, optimizer and so on of a run. */
export interface OwnKinds {
  /** Their source files, by key: `{ network: { './my_net.ts': SHA-256 } }`. */
  readonly sources: Readonly<Record<string, Source['files']>>;
  /** The network, unless it is built in or cannot be described. */
  readonly network: DescribedNetwork | undefined;
}

/**
 * Loads the kinds that settings name, so that a failing file is reported before anything is written.
 *
 * @param build builder of the run's network, see {@link networkBuilder}
 * @throws {InputError} for an unknown name, and for a file that is missing, fails, or exports something else
 */
export function ownKinds(settings: Hyperparameters, build: NetworkBuilder, data: DataShape): OwnKinds {
  const { network: name } = settings;
  const kinds = Object.entries(KEYS).filter(([key]) => key !== 'network' || isAvailable(name));
  const sources = kinds.flatMap(([key, { kind }]) => {
    const files = kind?.filesOf(settings[key as KeyName] as string) ?? {};
    return Object.keys(files).length === 0 ? [] : [[key, files] as const];
  });
  return { sources: Object.fromEntries(sources), network: describeNetwork(settings, build, data) };
}

/** @throws {InputError} if a run's own network, optimizer or other kind has changed since the run started */
export function requireSameKinds(folder: RunFolder, before: RunSettings, now: OwnKinds): void {
  const stored = describedIn(folder, before.options);
  if (stored && now.network && !isDeepStrictEqual(stored, now.network)) {
    throw new InputError('network', stored.network, 'must have the layers that the run started with');
  }
  for (const [key, files] of Object.entries(before.environment.sources ?? {})) {
    if (key === 'network' && stored) continue; // compared by its layers above: other changes of the file do not matter
    requireSameFiles(key, files as Source['files'], now.sources[key] ?? {});
  }
}

/** The builder of a new or resumed training's network: the current definition, otherwise the run's description. */
export function networkBuilder(folder: RunFolder, settings: Hyperparameters): NetworkBuilder {
  const described = isAvailable(settings.network) ? undefined : describedIn(folder, settings);
  return described ? describedBuilder(folder, described) : networks.get(settings.network);
}

/**
 * The network of an existing run with initial weights: from the run's description, otherwise by its name.
 *
 * @param seed of the weights
 * @throws {InputError} if it is unknown to this process, or its file is missing or has changed
 */
export function buildRunNetwork(folder: RunFolder, run: RunSettings, seed = run.options.seed): Network {
  const build = requireRunNetwork(folder, run); // before TensorFlow loads
  return builtBy(build, networkOptions({ ...run.options, seed }, dataShapeOf(run)));
}

/**
 * The builder of an existing run's network. Fast, so that errors are reported before the work that needs the
 * network.
 * @throws {InputError} as {@link buildRunNetwork} does
 */
export function requireRunNetwork(folder: RunFolder, { options, environment }: RunSettings): NetworkBuilder {
  const { network: name } = options;
  const described = describedIn(folder, options);
  if (described) return describedBuilder(folder, described);
  if (networks.origin(name) === undefined) {
    const way = `run the cell that defines it first, or put it into a file and train with network=./${name}.ts`;
    throw new InputError('network', name, `is not known here: ${way}`);
  }
  const files = environment.sources?.network as Source['files'] | undefined;
  if (files) requireSameFiles('network', files, networks.filesOf(name));
  return networks.get(name);
}

/** The description of the network that settings name, if it is in a run's folder and not from an earlier run. */
function describedIn(folder: RunFolder, { network }: Hyperparameters): DescribedNetwork | undefined {
  const described = readNetwork(folder);
  return described?.network === network ? described : undefined;
}

function requireSameFiles(key: string, before: Source['files'], now: Source['files']): void {
  const changed = Object.keys(before).find((path) => before[path] !== now[path]);
  if (changed === undefined) return;
  throw new InputError(key, changed, `must be the file that the run started with, with SHA-256 ${before[changed]}`);
}

/** The description of a network that is not built in; undefined if it has layers that cannot be described. */
export function describeNetwork(
  settings: Hyperparameters,
  build: NetworkBuilder,
  data: DataShape,
): DescribedNetwork | undefined {
  const { network: name } = settings;
  if (networks.origin(name) === 'project') return undefined;
  const network = builtBy(build, networkOptions(settings, data));
  network.dispose();
  const { description } = network;
  // In the form in which it will be read, without undefined options.
  return description && JSON.parse(JSON.stringify({ network: name, ...description }));
}

function isAvailable(network: string): boolean {
  return networks.check(network) === undefined;
}
