import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { changeTogether, type FolderContent, removeFolder } from '../core/changes';
import { InputError } from '../core/errors';
import { decodeSafetensors, encodeSafetensors } from '../models/weights/safetensors';
import type { NamedTensor } from '../models/weights/tensor';
import { type NamedVariable, tf, type Variable } from '../runtime';
import type { EpochRecord } from './history';
import { checkpointName, resolveWeights, type WhichWeights } from './resolve-weights';
import { type Pointer, pointed } from './run-folder';
import type { Sums } from './sums';

/** State of a training: all that the next step depends on besides weights and optimizer state. */
export interface TrainingState {
  /** Finished epochs. */
  readonly history: readonly EpochRecord[];
  /** Finished steps of the current epoch, and their sums. */
  readonly step: number;
  readonly sums: Sums;
  /** Wall time of these steps. */
  readonly seconds: number;
}

/** State before the first step. */
export const BEGINNING: TrainingState = { history: [], step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };

/** What a checkpoint contains. */
export interface Savable {
  readonly weights: readonly NamedVariable[];
  readonly optimizer: readonly NamedVariable[];
}

const FILES = { weights: 'weights.safetensors', optimizer: 'optimizer.safetensors' } as const;

/**
 * Writes a checkpoint, the pointers to it, and other files of the run that change with it: all or none.
 *
 * @param folder the run's `checkpoints/`
 * @param files other files of the run's folder, such as its history
 */
export function saveCheckpoint(
  folder: string,
  savable: Savable,
  state: TrainingState,
  pointers: readonly Pointer[],
  files: FolderContent = {},
): void {
  const place = (name: string) => join(basename(folder), name);
  const name = checkpointName(state.history.length, state.step);
  const named = pointers.map((pointer) => [place(pointer), `${name}\n`]);
  const write = { [place(name)]: checkpointContent(savable, state), ...Object.fromEntries(named), ...files };
  changeTogether(dirname(folder), { write });
}

/** The files of a checkpoint's folder. */
export function checkpointContent(savable: Savable, state: TrainingState): FolderContent {
  const { weights, optimizer } = savable;
  return withState({ [FILES.weights]: encode(weights), [FILES.optimizer]: encode(optimizer) }, state);
}

/**
 * The files of a checkpoint for publication: weights in float16, half the size, and no optimizer state, so training
 * cannot resume from it.
 * @throws {RangeError} for a weight beyond ±65504
 */
export function publishedContent(weights: readonly NamedVariable[], state: TrainingState): FolderContent {
  return withState({ [FILES.weights]: encode(weights, 'F16') }, state);
}

function withState(files: FolderContent, state: TrainingState): FolderContent {
  const parts = { ...files, state: JSON.stringify(state) };
  const sha256 = Object.fromEntries(Object.entries(parts).map(([part, content]) => [part, digest(content)]));
  return { ...files, 'state.json': `${JSON.stringify({ ...state, sha256 }, null, 2)}\n` };
}

/** The files of a checkpoint on disk, by their paths in `checkpoints/`. */
export function storedCheckpoint(folder: string, name: string): FolderContent {
  const files = readdirSync(join(folder, name)).map((file) => `${name}/${file}`);
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file))]));
}

/**
 * Restores a checkpoint into the variables.
 * @throws {InputError} if it is missing, damaged, or of another network
 */
export function restoreCheckpoint(folder: string, savable: Savable, which: WhichWeights): TrainingState {
  const path = locate(folder, which);
  const { state, sha256 } = readState(path);
  restore(join(path, FILES.weights), savable.weights, sha256[FILES.weights]);
  restore(join(path, FILES.optimizer), savable.optimizer, sha256[FILES.optimizer]);
  return state;
}

/** The restored weights. */
export interface RestoredWeights {
  /** Finished epochs of the weights, and steps of the next one; 0 for imported weights. */
  readonly epoch: number;
  readonly step: number;
  /** Whether they are the best epoch's, even if `last` or their epoch was given. */
  readonly isBest: boolean;
}

/**
 * Restores only the weights, for evaluation, export or fine-tuning.
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
 * The state of the training at a checkpoint.
 * @throws {InputError} if it is missing or damaged
 */
export function checkpointState(folder: string, which: WhichWeights): TrainingState {
  return readState(locate(folder, which)).state;
}

/** Whether there is a checkpoint to resume from. */
export function hasCheckpoint(folder: string): boolean {
  return pointed(folder, 'last') !== undefined;
}

/** The checkpoints that pointers refer to. */
export function namedCheckpoints(folder: string): ReadonlySet<string | undefined> {
  return new Set((['best', 'last'] as const).map((pointer) => pointed(folder, pointer)));
}

/**
 * Removes checkpoints within an epoch, and checkpoints after an epoch that `keep` rejects, unless a pointer refers to
 * them.
 */
export function pruneCheckpoints(folder: string, keep: (epoch: number, name: string) => boolean): void {
  const named = namedCheckpoints(folder);
  for (const name of readdirSync(folder)) {
    const epoch = /^epoch_(\d+)(_step_\d+)?$/.exec(name);
    if (!epoch || named.has(name) || (epoch[2] === undefined && keep(Number(epoch[1]), name))) continue;
    removeFolder(join(folder, name));
  }
}

function locate(folder: string, which: WhichWeights): string {
  return join(folder, resolveWeights(folder, which).name);
}

function readState(path: string): { readonly state: TrainingState; readonly sha256: Readonly<Record<string, string>> } {
  const file = join(path, 'state.json');
  try {
    const { sha256, ...state } = JSON.parse(readFileSync(file, 'utf8'));
    // Checkpoints written before November 2026 have no digest of their state.
    if ((sha256.state ?? digest(JSON.stringify(state))) === digest(JSON.stringify(state))) return { state, sha256 };
  } catch {
    // Not JSON, or not an object.
  }
  throw new InputError(file, 'damaged', 'must be JSON written by a run');
}

function encode(variables: readonly NamedVariable[], type: 'F32' | 'F16' = 'F32'): Buffer {
  const tensors = variables.map(
    ({ name, variable }): NamedTensor => ({
      name,
      shape: variable.shape,
      values: variable.dataSync() as Float32Array,
    }),
  );
  return encodeSafetensors(tensors, { layout: 'NHWC, filters [height, width, in, out], dense [in, out]' }, type);
}

function restore(file: string, variables: readonly NamedVariable[], expected: string | undefined): void {
  const bytes = existsSync(file) ? readFileSync(file) : undefined;
  if (!bytes) throw new InputError(file, 'missing', 'must exist');
  if (digest(bytes) !== expected) throw new InputError(file, 'damaged', `must have the SHA-256 of its state.json`);
  const tensors = decodeSafetensors(bytes, file);
  const missing = variables.filter(({ name }) => !tensors.has(name)).map(({ name }) => name);
  const surplus = [...tensors.keys()].filter((key) => !variables.some(({ name }) => name === key));
  if (missing.length + surplus.length > 0) {
    const lists = [...missing.map((name) => `lacks ${name}`), ...surplus.map((name) => `has ${name}`)];
    throw new InputError(file, lists.join(', '), 'must contain the tensors of this network and optimizer');
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
