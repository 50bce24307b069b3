import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { completeChanges } from '../core/changes';
import { InputError } from '../core/errors';
import { type EpochRecord, keptEpoch } from './history';
import { type Pointer, pointed, type RunFolder } from './run-folder';

/** The weights of a run: those of the best epoch, the last ones, or those of an epoch with a checkpoint. */
export type WhichWeights = Pointer | number;

/** The checkpoint for {@link WhichWeights}. */
export interface ResolvedWeights {
  /** Name of its folder in `checkpoints/`, such as `epoch_0012`. */
  readonly name: string;
  /** Whether it is the best epoch's, even if selected as `last` or by its number. */
  readonly isBest: boolean;
}

/**
 * Finds the checkpoint of the given weights. A run without a finished epoch has no best one: `best` then selects its
 * last checkpoint, and `isBest` is false.
 *
 * @param folder the run's `checkpoints/`
 * @throws {InputError} if there is no such checkpoint
 */
export function resolveWeights(folder: string, which: WhichWeights): ResolvedWeights {
  completeChanges(dirname(folder));
  const name = wantedCheckpoint(folder, which);
  if (name !== undefined && isCheckpoint(folder, name)) return { name, isBest: name === pointed(folder, 'best') };
  const there = existsSync(folder) ? readdirSync(folder).filter((entry) => entry.startsWith('epoch_')) : [];
  const constraint = `must be one of: ${there.sort().join(', ') || 'none exists'}`;
  throw new InputError('checkpoint', join(folder, name ?? String(which)), constraint);
}

/** The name of the requested checkpoint, whether or not it exists; undefined if no pointer refers to one. */
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
 * The epoch whose weights are in `checkpoints/best`. It may differ from the best epoch of the history: that epoch's
 * checkpoint may have been removed when the run was restored. If a run's checkpoints were removed, the epoch that its
 * history selects.
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
