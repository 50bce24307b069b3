import { copyCheckpoint, pointTo } from './checkpoint';
import { type EpochRecord, keptEpoch } from './history';
import type { Hyperparameters } from './hyperparameters';
import { checkpointName, isCheckpoint } from './resolve-weights';
import { pointed } from './run';

/** The epoch of a history that `best` should name: the one to keep among those whose checkpoint is there. */
export function bestKept(
  checkpoints: string,
  history: readonly EpochRecord[],
  options: Pick<Hyperparameters, 'fit'>,
): EpochRecord | undefined {
  const kept = history.filter(({ epoch }) => isCheckpoint(checkpoints, checkpointName(epoch)));
  return keptEpoch(kept, options);
}

/**
 * Lets `best` name the checkpoint of an epoch. Changes nothing if it does already.
 *
 * @param checkpoints the run's `checkpoints/`
 * @param from where the checkpoint is copied from first, if the run as it was has been renamed
 */
export function pointToBest(checkpoints: string, { epoch }: EpochRecord, from?: string): void {
  const name = checkpointName(epoch);
  if (from !== undefined) copyCheckpoint(from, checkpoints, name);
  if (pointed(checkpoints, 'best') !== name) pointTo(checkpoints, 'best', name);
}
