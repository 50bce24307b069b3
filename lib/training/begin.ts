import { type Dataset, hash } from '../data/dataset';
import { InputError } from '../errors';
import { hasCheckpoint, restoreCheckpoint, type Savable, type TrainingState } from './checkpoint';
import { type Hyperparameters, INCIDENTAL, KEYS } from './hyperparameters';
import { type RunFolder, type RunSettings, readSettings, setAside } from './run';

/**
 * Where a run starts: from the last checkpoint, or from that of an epoch. `auto` goes on where the settings and the
 * data are the same; else it starts anew and sets the run before aside, as `NAME.1`.
 */
export type Restore = 'last' | 'auto' | number;

interface BeginOptions {
  readonly restore?: Restore;
  readonly onNotice?: (line: string) => void;
}

/**
 * The state that a run starts from: a fresh one, or that of a checkpoint, whose weights and optimizer state are then in
 * the variables.
 *
 * @throws {InputError} where the run exists and is not to be restored, or cannot be: never a fresh start instead
 */
export function begin(
  chosen: Hyperparameters,
  folder: RunFolder,
  data: Dataset,
  savable: Savable,
  options: BeginOptions,
): TrainingState {
  const { restore } = options;
  if (restore === 'auto') {
    if (mayGoOn(chosen, folder, data, options)) return restoreCheckpoint(folder.checkpoints, savable, 'last');
  } else if (restore !== undefined) {
    requireSame(readSettings(folder), chosen, data);
    return restoreCheckpoint(folder.checkpoints, savable, restore);
  }
  if (hasCheckpoint(folder.checkpoints)) {
    throw new InputError('name', chosen.name, 'is a run already: restore=last goes on with it, or choose another');
  }
  return { history: [], step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };
}

/** Whether the run that stands there is this one. If not, it is set aside. */
function mayGoOn(chosen: Hyperparameters, folder: RunFolder, data: Dataset, { onNotice }: BeginOptions): boolean {
  if (!hasCheckpoint(folder.checkpoints)) return false; // it has nothing to lose
  try {
    requireSame(readSettings(folder), chosen, data);
    onNotice?.(`goes on with the run ${chosen.name}`);
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    onNotice?.(`starts anew (${error.message}); the run before is kept in ${setAside(folder)}`);
    return false;
  }
}

function requireSame(before: RunSettings, now: Hyperparameters, data: Dataset): void {
  if (before.environment.imported) {
    throw new InputError(
      'name',
      now.name,
      `was imported, without an optimizer: fine-tune it with pretrained=${now.name}`,
    );
  }
  for (const [key, { option }] of Object.entries(KEYS)) {
    // A run may be prolonged.
    if (key === 'n_epochs' || INCIDENTAL.includes(key)) continue;
    if (before.options[option] !== now[option]) {
      throw new InputError(key, now[option], `must be ${before.options[option]}, as in the run before`);
    }
  }
  if (before.dataHash !== hash(data)) {
    throw new InputError('dataset', data.name, 'must hold the images that the run began with');
  }
}
