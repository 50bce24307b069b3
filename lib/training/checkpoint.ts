import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../errors';
import { makeFolder, writeFolderWhole, writeWhole } from '../files';
import { decodeSafetensors, encodeSafetensors } from '../models/weights/safetensors';
import type { NamedTensor } from '../models/weights/tensor';
import { type NamedVariable, tf, type Variable } from '../runtime';
import type { EpochRecord } from './history';
import type { Sums } from './program';
import { checkpointName, resolveWeights, type WhichWeights } from './resolve-weights';
import { type Pointer, pointed } from './run';

/** Where a run stands: all that its next step depends on besides weights and optimizer state. */
export interface TrainingState {
  /** Finished epochs. */
  readonly history: readonly EpochRecord[];
  /** Finished steps of the epoch under way, and what they add up to. */
  readonly step: number;
  readonly sums: Sums;
  /** Wall time of these steps. */
  readonly seconds: number;
}

/** Where a run stands before its first step. */
export const BEGINNING: TrainingState = { history: [], step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };

/** What a checkpoint saves and restores. */
export interface Savable {
  readonly weights: readonly NamedVariable[];
  readonly optimizer: readonly NamedVariable[];
}

const FILES = { weights: 'weights.safetensors', optimizer: 'optimizer.safetensors' } as const;

/**
 * Writes a checkpoint, whole or not at all, and lets `pointers` name it.
 * @param folder the run's `checkpoints/`
 * @returns the checkpoint's name
 */
export function saveCheckpoint(
  folder: string,
  savable: Savable,
  state: TrainingState,
  pointers: readonly Pointer[],
): string {
  makeFolder(folder);
  const name = checkpointName(state.history.length, state.step);
  const files = {
    [FILES.weights]: encode(savable.weights),
    [FILES.optimizer]: encode(savable.optimizer),
  };
  const parts = { ...files, state: JSON.stringify(state) };
  const sha256 = Object.fromEntries(Object.entries(parts).map(([part, content]) => [part, digest(content)]));
  const json = JSON.stringify({ ...state, sha256 }, null, 2);
  writeFolderWhole(join(folder, name), { ...files, 'state.json': `${json}\n` });
  for (const pointer of pointers) pointTo(folder, pointer, name);
  return name;
}

/** Lets a pointer name a checkpoint. */
export function pointTo(folder: string, pointer: Pointer, name: string): void {
  writeWhole(join(folder, pointer), `${name}\n`);
}

/** Copies a checkpoint from one run's `checkpoints/` to another's, whole or not at all. */
export function copyCheckpoint(from: string, to: string, name: string): void {
  makeFolder(to);
  const files = readdirSync(join(from, name)).map((file) => [file, readFileSync(join(from, name, file))] as const);
  writeFolderWhole(join(to, name), Object.fromEntries(files));
}

/**
 * Restores a checkpoint into the variables.
 * @throws {InputError} where it is missing, damaged, or of another network: never a fresh start instead
 */
export function restoreCheckpoint(folder: string, savable: Savable, which: WhichWeights): TrainingState {
  const path = locate(folder, which);
  const { state, sha256 } = readState(path);
  restore(join(path, FILES.weights), savable.weights, sha256[FILES.weights]);
  restore(join(path, FILES.optimizer), savable.optimizer, sha256[FILES.optimizer]);
  return state;
}

/** What was restored. */
export interface RestoredWeights {
  /** Epochs that the weights were trained for, and steps of the one after them; 0 for imported weights. */
  readonly epoch: number;
  readonly step: number;
  /** Whether they are the best epoch's, even if they were asked for as the last ones or by their epoch. */
  readonly isBest: boolean;
}

/**
 * Restores the weights alone, for evaluation, export or fine-tuning.
 * @throws {InputError} as {@link restoreCheckpoint} does
 */
export function restoreWeights(
  folder: string,
  weights: readonly NamedVariable[],
  which: WhichWeights,
): RestoredWeights {
  const { name, isBest } = resolveWeights(folder, which);
  const path = join(folder, name);
  const { state, sha256 } = readState(path);
  restore(join(path, FILES.weights), weights, sha256[FILES.weights]);
  return { epoch: state.history.length, step: state.step, isBest };
}

/**
 * Where the run stood at a checkpoint.
 * @throws {InputError} where it is missing or damaged
 */
export function checkpointState(folder: string, which: WhichWeights): TrainingState {
  return readState(locate(folder, which)).state;
}

/** Whether there is one to go on from. */
export function hasCheckpoint(folder: string): boolean {
  return pointed(folder, 'last') !== undefined;
}

/** The checkpoints that pointers name. */
export function namedCheckpoints(folder: string): ReadonlySet<string | undefined> {
  return new Set((['best', 'last'] as const).map((pointer) => pointed(folder, pointer)));
}

/** Removes checkpoints within an epoch, and those after one that `keep` does not want, unless a pointer names them. */
export function pruneCheckpoints(folder: string, keep: (epoch: number, name: string) => boolean): void {
  const named = namedCheckpoints(folder);
  for (const name of readdirSync(folder)) {
    const epoch = /^epoch_(\d+)(_step_\d+)?$/.exec(name);
    if (!epoch || named.has(name) || (epoch[2] === undefined && keep(Number(epoch[1]), name))) continue;
    rmSync(join(folder, name), { recursive: true });
  }
}

function locate(folder: string, which: WhichWeights): string {
  return join(folder, resolveWeights(folder, which).name);
}

function readState(path: string): { readonly state: TrainingState; readonly sha256: Readonly<Record<string, string>> } {
  const file = join(path, 'state.json');
  try {
    const { sha256, ...state } = JSON.parse(readFileSync(file, 'utf8'));
    // Checkpoints of before November 2026 have no digest of their state.
    if ((sha256.state ?? digest(JSON.stringify(state))) === digest(JSON.stringify(state))) return { state, sha256 };
  } catch {
    // Not JSON, or not an object.
  }
  throw new InputError(file, 'damaged', 'must be the JSON that a run wrote');
}

function encode(variables: readonly NamedVariable[]): Buffer {
  const tensors = variables.map(
    ({ name, variable }): NamedTensor => ({
      name,
      shape: variable.shape,
      values: variable.dataSync() as Float32Array,
    }),
  );
  return encodeSafetensors(tensors, { layout: 'NHWC, filters [height, width, in, out], dense [in, out]' });
}

function restore(file: string, variables: readonly NamedVariable[], expected: string | undefined): void {
  const bytes = existsSync(file) ? readFileSync(file) : undefined;
  if (!bytes) throw new InputError(file, 'missing', 'must be there');
  if (digest(bytes) !== expected) throw new InputError(file, 'damaged', `must have the SHA-256 of its state.json`);
  const tensors = decodeSafetensors(bytes, file);
  const missing = variables.filter(({ name }) => !tensors.has(name)).map(({ name }) => name);
  const surplus = [...tensors.keys()].filter((key) => !variables.some(({ name }) => name === key));
  if (missing.length + surplus.length > 0) {
    const lists = [...missing.map((name) => `lacks ${name}`), ...surplus.map((name) => `has ${name}`)];
    throw new InputError(file, lists.join(', '), 'must hold the tensors of this network and optimizer');
  }
  for (const { name, variable } of variables) {
    const { shape } = tensors.get(name)!;
    if (shape.join() !== variable.shape.join()) {
      throw new InputError(file, `${name} [${shape}]`, `must be [${variable.shape}]`);
    }
  }
  for (const { name, variable } of variables) assignValues(variable, tensors.get(name)!.values);
}

function assignValues(variable: Variable, values: Float32Array): void {
  const tensor = tf.tensor(values, variable.shape);
  variable.assign(tensor);
  tensor.dispose();
}

function digest(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
