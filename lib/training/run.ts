import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { count, type Dataset, hash } from '../data/dataset';
import { InputError } from '../errors';
import { OUTPUTS, writeWhole } from '../files';
import type { ComputeType } from '../models/network';
import { device, tf } from '../runtime';
import { type EpochRecord, toCsv } from './history';
import { fromKeys, type Hyperparameters, toKeys } from './hyperparameters';
import { computeName } from './precision';

/** The paths of a run's folder. */
export interface RunFolder {
  readonly path: string;
  readonly checkpoints: string;
  readonly evaluation: string;
  readonly figures: string;
}

/** The folder of the run `name`: below `outputs/`, or `modelSaveDir` itself. Nothing is made yet. */
export function runFolder(name: string, modelSaveDir?: string): RunFolder {
  const path = modelSaveDir ?? join(OUTPUTS, name);
  return {
    path,
    checkpoints: join(path, 'checkpoints'),
    evaluation: join(path, 'evaluation'),
    figures: join(path, 'figures'),
  };
}

/** Whether a run has left anything there. */
export function runExists(folder: RunFolder): boolean {
  return existsSync(join(folder.path, 'hyperparameters.json'));
}

/** Writes `hyperparameters.json`: the settings, and what else the numbers depend on. */
export function writeHyperparameters(
  folder: RunFolder,
  options: Hyperparameters,
  data: Dataset,
  compute: ComputeType,
): void {
  const environment = {
    data: { name: data.name, images: count(data), sha256: hash(data) },
    device: { ...device(), name: cpus()[0]?.model ?? 'unknown', cores: cpus().length, computes: computeName(compute) },
    versions: { node: process.version, tfjs: tf.version['tfjs-core'], tensorflow: device().tensorflow },
  };
  const json = JSON.stringify({ ...toKeys(options), ...environment }, null, 2);
  writeWhole(join(folder.path, 'hyperparameters.json'), `${json}\n`);
}

/**
 * The settings that a run was started with, and the hash of its data.
 * @throws {InputError} where there is no such run
 */
export function readHyperparameters(folder: RunFolder): { options: Hyperparameters; dataHash: string } {
  const file = join(folder.path, 'hyperparameters.json');
  if (!existsSync(file)) throw new InputError('name', folder.path, 'must hold a run; npm run train makes one');
  let values: Record<string, unknown>;
  try {
    values = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new InputError(file, 'damaged', 'must be JSON');
  }
  return { options: fromKeys(values), dataHash: (values.data as { sha256: string }).sha256 };
}

export function writeHistory(folder: RunFolder, history: readonly EpochRecord[]): void {
  writeWhole(join(folder.path, 'history.csv'), toCsv(history));
}
