import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../core/errors';
import type { Source } from '../core/source-file';
import type { Network } from '../models/network';
import { builtBy, type NetworkBuilder, networks } from '../models/registry';
import { type DataShape, dataShapeOf, networkOptions } from './data-shape';
import { type DescribedNetwork, describedBuilder, readNetwork } from './described-network';
import { type Hyperparameters, KEYS, type KeyName } from './hyperparameters';
import type { RunFolder, RunSettings } from './run-folder';

/** The network, optimizer and so on that a run has from its user and not from the project. */
export interface OwnKinds {
  /** The files that they were made from, by key: `{ network: { './my_net.ts': SHA-256 } }`. */
  readonly sources: Readonly<Record<string, Source['files']>>;
  /** The network, unless the project brought it or it has layers that cannot be described. */
  readonly network: DescribedNetwork | undefined;
}

/**
 * Loads what settings name, so that a file that fails does so before anything is written.
 *
 * @param build of the run's network, see {@link networkBuilder}
 * @param data that it is trained on
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

/** @throws {InputError} if a run's own network, optimizer or the like is another than the run began with */
export function requireSameKinds(folder: RunFolder, before: RunSettings, now: OwnKinds): void {
  const stored = describedIn(folder, before.options);
  if (stored && now.network && !isDeepStrictEqual(stored, now.network)) {
    throw new InputError('network', stored.network, 'must have the layers that the run began with');
  }
  for (const [key, files] of Object.entries(before.environment.sources ?? {})) {
    if (key === 'network' && stored) continue; // its layers are the same, whatever else changed in the file
    requireSameFiles(key, files as Source['files'], now.sources[key] ?? {});
  }
}

/** What builds the network that a training begins or resumes with: as it is known now, else as the run describes it. */
export function networkBuilder(folder: RunFolder, settings: Hyperparameters): NetworkBuilder {
  const described = isAvailable(settings.network) ? undefined : describedIn(folder, settings);
  return described ? describedBuilder(folder, described) : networks.get(settings.network);
}

/**
 * The network of an existing run with initial weights: as the run describes it, else as its name says.
 *
 * @param seed of the weights
 * @throws {InputError} if it is unknown here, or the file that defines it is missing or was changed
 */
export function buildRunNetwork(folder: RunFolder, run: RunSettings, seed = run.options.seed): Network {
  const build = requireRunNetwork(folder, run); // before TensorFlow loads
  return builtBy(build, networkOptions({ ...run.options, seed }, dataShapeOf(run)));
}

/**
 * What builds the network of an existing run. Costs little, so that it can come before work that needs the network.
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

/** The description of the network that settings name, if a run's folder has it, and not one that an earlier run left. */
function describedIn(folder: RunFolder, { network }: Hyperparameters): DescribedNetwork | undefined {
  const described = readNetwork(folder);
  return described?.network === network ? described : undefined;
}

function requireSameFiles(key: string, before: Source['files'], now: Source['files']): void {
  const changed = Object.keys(before).find((path) => before[path] !== now[path]);
  if (changed === undefined) return;
  throw new InputError(key, changed, `must be the file that the run began with, of SHA-256 ${before[changed]}`);
}

/** A network that the project did not bring, as a run keeps it; undefined if it has layers that cannot be described. */
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
  // As it will be read back: without options that are undefined.
  return description && JSON.parse(JSON.stringify({ network: name, ...description }));
}

function isAvailable(network: string): boolean {
  return networks.check(network) === undefined;
}
