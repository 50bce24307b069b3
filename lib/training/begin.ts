import { type Dataset, hash } from '../data/dataset';
import { InputError } from '../errors';
import { checkpointState, hasCheckpoint } from './checkpoint';
import { type Hyperparameters, INCIDENTAL, KEYS } from './hyperparameters';
import { type OwnKinds, requireSameKinds } from './own-kinds';
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

/** The run that stands in the folder, where it is gone on with. */
export interface Continued {
  /** What it was started with. */
  readonly before: RunSettings;
  readonly checkpoint: 'last' | number;
  /** Whether the run had come further than this checkpoint. */
  readonly branches: boolean;
}

/**
 * Whether a run goes on, and from where; undefined where it begins. Nothing is written, but that `auto` may set the run
 * before aside.
 *
 * @throws {InputError} where the run exists and is not to be restored, or cannot be: never a fresh start instead
 */
export function continued(
  chosen: Hyperparameters,
  own: OwnKinds,
  folder: RunFolder,
  data: Dataset,
  { restore, onNotice }: BeginOptions,
): Continued | undefined {
  const { checkpoints } = folder;
  const stands = hasCheckpoint(checkpoints);
  if (restore === undefined || restore === 'auto') {
    if (!stands) return undefined; // what is there has nothing to lose
    if (restore === undefined) {
      throw new InputError('name', chosen.name, 'is a run already: restore=last goes on with it, or choose another');
    }
  }
  const before = readSettings(folder);
  if (!stands) throw new InputError('name', chosen.name, 'has no checkpoint yet; begin it anew, without restore');
  const last = checkpointState(checkpoints, 'last');
  const checkpoint = restore === 'auto' ? 'last' : restore;
  const state = checkpoint === 'last' ? last : checkpointState(checkpoints, checkpoint);
  try {
    requireSame(before, chosen, data, state.history.length);
    requireSameKinds(folder, before, own);
  } catch (error) {
    if (restore !== 'auto' || !(error instanceof InputError)) throw error;
    const aside = setAside(folder); // not in the notice's argument, which is not evaluated without a listener
    onNotice?.(`starts anew (${error.message}); the run before is kept in ${aside}`);
    return undefined;
  }
  if (restore === 'auto') onNotice?.(`goes on with the run ${chosen.name}`);
  const branches = last.history.length > state.history.length || last.step > state.step;
  return { before, checkpoint, branches };
}

function requireSame(before: RunSettings, now: Hyperparameters, data: Dataset, epochs: number): void {
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
  if (now.epochs < epochs) throw new InputError('n_epochs', now.epochs, `must be ≥ ${epochs}, which the run has done`);
  if (before.dataHash !== hash(data)) {
    throw new InputError('dataset', data.name, 'must hold the images that the run began with');
  }
}
