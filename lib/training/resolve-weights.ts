import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { completeChanges } from '../core/changes';
import { InputError } from '../core/errors';
import { type EpochRecord, keptEpoch } from './history';
import { type Pointer, pointed, type RunFolder } from './run-folder';

/** Which weights of a run: those of the best epoch, the last ones, or those of an epoch whose checkpoint was kept. */
export type WhichWeights = Pointer | number;

/** The checkpoint that {@link WhichWeights} names in a run. */
export interface ResolvedWeights {
  /** Its folder in `checkpoints/`, as `epoch_0012`. */
  readonly name: string;
  /** Whether it is the best epoch's, even if `last` or its number was given. */
  readonly isBest: boolean;
}

/**
 * Finds the checkpoint of the given weights. A run that has finished no epoch has no best one: `best` is
 * then its last checkpoint, and `isBest` is false.
 *
 * @param folder the run's `checkpoints/`
 * @throws {InputError} if there is no such checkpoint
 */
export function resolveWeights(folder: string, which: WhichWeights): ResolvedWeights {
  completeChanges(dirname(folder));
  const name = wantedCheckpoint(folder, which);
  if (name !== undefined && isCheckpoint(folder, name)) return { name, isBest: name === pointed(folder, 'best') };
  const there = existsSync(folder) ? readdirSync(folder).filter((entry) => entry.startsWith('epoch_')) : [];
  const constraint = `must be one of: ${there.sort().join(', ') || 'none is there'}`;
  throw new InputError('checkpoint', join(folder, name ?? String(which)), constraint);
}

/** The name of the checkpoint that is asked for, whether it is there or not; undefined if no pointer names one. */
export function wantedCheckpoint(folder: string, which: WhichWeights): string | undefined {
  if (typeof which === 'number') return checkpointName(which);
  return (which === 'best' ? pointed(folder, 'best') : undefined) ?? pointed(folder, 'last');
}

/** A checkpoint's name: `epoch_0020`, or `epoch_0020_step_00137` within the epoch after it. */
export function checkpointName(epoch: number, step = 0): string {
  const name = `epoch_${String(epoch).padStart(4, '0')}`;
  return step === 0 ? name : `${name}_step_${String(step).padStart(5, '0')}`;
}

/** Whether a folder of that name in `checkpoints/` is a checkpoint. */
export function isCheckpoint(folder: string, name: string): boolean {
  return existsSync(join(folder, name, 'state.json'));
}

/**
 * The epoch whose weights `checkpoints/best` holds, which is not always the best one of the history: the checkpoint of
 * that epoch may be gone when a run is restored from another one. None if only `last` was published; if a run's
 * checkpoints were removed, the epoch that its history selects.
 */
export function selectedEpoch(
  { checkpoints }: RunFolder,
  history: readonly EpochRecord[],
  options: Parameters<typeof keptEpoch>[1],
): EpochRecord | undefined {
  const best = pointed(checkpoints, 'best');
  if (best === undefined && pointed(checkpoints, 'last') !== undefined) return undefined;
  return history.find(({ epoch }) => checkpointName(epoch) === best) ?? keptEpoch(history, options);
}
