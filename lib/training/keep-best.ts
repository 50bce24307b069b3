import { type EpochRecord, keptEpoch } from './history';
import { checkpointName, isCheckpoint } from './resolve-weights';

/** The epoch that `best` should point to: the one to keep among those with a checkpoint. */
export function bestKept(
  checkpoints: string,
  history: readonly EpochRecord[],
  options: Parameters<typeof keptEpoch>[1],
): EpochRecord | undefined {
  const kept = history.filter(({ epoch }) => isCheckpoint(checkpoints, checkpointName(epoch)));
  return keptEpoch(kept, options);
}
