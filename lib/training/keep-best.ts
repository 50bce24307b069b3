import { type EpochRecord, keptEpoch } from './history';
import { checkpointName, isCheckpoint } from './resolve-weights';

/** The epoch of a history that `best` should name: the one to keep among those whose checkpoint exists. */
export function bestKept(
  checkpoints: string,
  history: readonly EpochRecord[],
  options: Parameters<typeof keptEpoch>[1],
): EpochRecord | undefined {
  const kept = history.filter(({ epoch }) => isCheckpoint(checkpoints, checkpointName(epoch)));
  return keptEpoch(kept, options);
}
