import { changeTogether, type FolderContent } from '../core/changes';
import { checkpointContent, type Savable, storedCheckpoint, type TrainingState } from './checkpoint-files';
import { networkContent } from './described-network';
import { type EpochRecord, keptEpoch } from './history';
import type { PreparedTraining } from './prepared-training';
import { stretches } from './prolonged';
import { checkpointName } from './resolve-weights';
import { historyContent, replaceRun, settingsContent } from './run-folder';
import { environment } from './versions';

/** The state in which a training starts. */
export interface StartState {
  readonly state: TrainingState;
  /** The epoch whose weights `checkpoints/best` must hold. */
  readonly best: EpochRecord | undefined;
  /** The restored weights and optimizer state. */
  readonly savable: Savable;
}

/**
 * Writes the files with which a training starts: settings, the description of its network, and those of a resumed run
 * that change. An existing run that must be kept is renamed, both or neither.
 */
export function writeStart(
  prepared: PreparedTraining,
  started: StartState,
  onNotice: (line: string) => void = () => {},
): void {
  const { folder, start } = prepared;
  const { resumed, renames } = start;
  const files = startFiles(prepared, started);
  if (renames === undefined) {
    changeTogether(folder.path, { write: { ...files, ...bestPointer(started) } });
    return;
  }
  const place = replaceRun(folder, {
    ...files,
    ...(resumed ? { checkpoints: branch(folder.checkpoints, started) } : {}),
  });
  onNotice(`${renames} is now in ${place}`);
  const lost = lostBest(prepared, started);
  if (lost) onNotice(lost);
}

function startFiles({ settings, data, own, precision, start }: PreparedTraining, { state }: StartState): FolderContent {
  const { resumed } = start;
  const at = { epoch: state.history.length, step: state.step };
  const prolonged = resumed && stretches(resumed.before, at, settings.n_epochs);
  const circumstances = resumed?.before.environment ?? environment(data, precision.compute, own.sources);
  return {
    ...settingsContent(settings, circumstances, prolonged),
    ...networkContent(own.network),
    // The history of a killed run may be ahead of its checkpoint.
    ...(resumed ? historyContent(state.history) : {}),
  };
}

/** `checkpoints/best` of a resumed run, which may have to point to another epoch now. */
function bestPointer({ best }: StartState): FolderContent {
  return best ? { 'checkpoints/best': `${checkpointName(best.epoch)}\n` } : {};
}

/**
 * The `checkpoints/` of a run that resumes from an earlier epoch: those of that epoch and of the best epoch so far.
 * @param folder `checkpoints/` of the existing run
 */
function branch(folder: string, { state, best: kept, savable }: StartState): FolderContent {
  const last = checkpointName(state.history.length, state.step);
  const best = kept ? checkpointName(kept.epoch) : last;
  const others = best === last ? {} : storedCheckpoint(folder, best);
  const files = Object.entries(checkpointContent(savable, state));
  const checkpoint = Object.fromEntries(files.map(([file, content]) => [`${last}/${file}`, content]));
  return { ...others, ...checkpoint, best: `${best}\n`, last: `${last}\n` };
}

/** A notice that a better epoch than the best one has no checkpoint anymore. */
function lostBest({ settings }: PreparedTraining, { state, best }: StartState): string | undefined {
  const lost = keptEpoch(state.history, settings);
  if (!best || !lost || lost === best) return undefined;
  return `epoch ${lost.epoch} was better, but its checkpoint was removed: the best one left is ${best.epoch}`;
}
