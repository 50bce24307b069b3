import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { changeTogether, type FolderContent, removeFolder } from '../core/changes';
import type { NamedVariable } from '../runtime';
import { checkpointContent, readState, restoreFile, type Savable, type TrainingState } from './checkpoint-files';
import { checkpointName, resolveWeights, type WhichWeights } from './resolve-weights';
import { type Pointer, pointed } from './run-folder';

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

/**
 * Restores a checkpoint into the variables.
 * @throws {InputError} if it is missing, damaged, or of another network
 */
export function restoreCheckpoint(folder: string, savable: Savable, which: WhichWeights): TrainingState {
  const path = locate(folder, which);
  const { state } = readState(path);
  restoreFile(path, 'weights', savable.weights);
  restoreFile(path, 'optimizer', savable.optimizer);
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
  const { state } = readState(path);
  restoreFile(path, 'weights', weights);
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
