import { type EpochRecord, keptEpoch } from './history';
import type { Hyperparameters } from './hyperparameters';
import { checkpointName, isCheckpoint } from './resolve-weights';

/** The epoch that `best` should point to: the one to keep among those with a checkpoint. */
export function bestKept(
  checkpoints: string,
  history: readonly EpochRecord[],
  options: Pick<Hyperparameters, 'fit'>,
): EpochRecord | undefined {
  const kept = history.filter(({ epoch }) => isCheckpoint(checkpoints, checkpointName(epoch)));
  return keptEpoch(kept, options);
}
