import { type EpochRecord, keptEpoch } from './history';
import type { Hyperparameters } from './hyperparameters';
import { checkpointName, isCheckpoint } from './resolve-weights';

/** The epoch of a history that `best` should name: the one to keep among those whose checkpoint exists. */
export function bestKept(
  checkpoints: string,
  history: readonly EpochRecord[],
  options: Pick<Hyperparameters, 'fit'>,
): EpochRecord | undefined {
  const kept = history.filter(({ epoch }) => isCheckpoint(checkpoints, checkpointName(epoch)));
  return keptEpoch(kept, options);
}
