import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { changeTogether, type FolderContent } from '../core/changes';
import { InputError } from '../core/errors';
import type { NetworkDescription } from '../models/network';
import type { NetworkBuilder } from '../models/registry';
import type { RunFolder } from './run-folder';

/** Content of a run's `network.json`: a network that is not built in, and its name in the run. */
export interface DescribedNetwork extends NetworkDescription {
  /** A value of `network=`: a name, or a file's path. */
  readonly network: string;
}

const FILE = 'network.json';

/** `network.json` and its content; empty for a network without a description. */
export function networkContent(described: DescribedNetwork | undefined): FolderContent {
  return described ? { [FILE]: `${JSON.stringify(described, null, 1)}\n` } : {};
}

/** Writes `network.json` to the folder of a run that does not exist yet. */
export function writeNetwork(folder: RunFolder, described: DescribedNetwork): void {
  changeTogether(folder.path, { write: networkContent(described) });
}

/**
 * The description of a run's network; undefined if it is built in or cannot be described.
 * @throws {InputError} for a damaged file
 */
export function readNetwork(folder: RunFolder): DescribedNetwork | undefined {
  const file = fileOf(folder);
  if (!existsSync(file)) return undefined;
  try {
    const described = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof described.network === 'string' && Array.isArray(described.layers)) return described;
  } catch {
    // Not JSON, or not an object.
  }
  throw new InputError(file, 'damaged', 'must be JSON written by a run');
}

/** Builds a run's network from its description. The dropout rate is that of the run. */
export function describedBuilder(folder: RunFolder, described: DescribedNetwork): NetworkBuilder {
  return ({ seed }) => {
    const { buildDescribed } = require('../models/description') as typeof import('../models/description');
    return buildDescribed(described, seed, fileOf(folder)); // loads TensorFlow
  };
}

function fileOf(folder: RunFolder): string {
  return join(folder.path, FILE);
}
