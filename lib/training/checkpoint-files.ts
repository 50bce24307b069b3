/** The files of a checkpoint: weights, optimizer state and the state of the training, with their digests. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FolderContent } from '../core/changes';
import { InputError } from '../core/errors';
import { decodeSafetensors, encodeSafetensors } from '../models/weights/safetensors';
import type { NamedTensor } from '../models/weights/tensor';
import { type NamedVariable, tf, type Variable } from '../runtime';
import type { EpochRecord } from './history';
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

/** The state of a checkpoint, and the digests of its files. */
interface StoredState {
  readonly state: TrainingState;
  readonly sha256: Readonly<Record<string, string>>;
}

/** @param path folder of the checkpoint @throws {InputError} if the state is damaged */
export function readState(path: string): StoredState {
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

/**
 * Assigns the tensors of one of a checkpoint's files to variables.
 * @param path folder of the checkpoint
 * @throws {InputError} if the file is missing, damaged, or has other tensors
 */
export function restoreFile(path: string, part: keyof typeof FILES, variables: readonly NamedVariable[]): void {
  const { sha256 } = readState(path);
  restore(join(path, FILES[part]), variables, sha256[FILES[part]]);
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
