import { type Dataset, hash } from '../data/dataset';
import { InputError } from '../errors';
import { checkpointState, hasCheckpoint } from './checkpoint';
import { type Hyperparameters, INCIDENTAL, KEYS, type KeyName } from './hyperparameters';
import { type OwnKinds, requireSameKinds } from './own-kinds';
import { type RunFolder, type RunSettings, readSettings } from './run';

/**
 * Where a run starts: from the last checkpoint, or from that of an epoch. `auto` goes on where the settings and the
 * data are the same; else it starts anew and sets the run before aside, as `NAME.1`.
 */
export type Restore = 'last' | 'auto' | number;

interface BeginOptions {
  readonly restore?: Restore;
  readonly onNotice?: (line: string) => void;
}

/** How a run starts. */
export interface Start {
  /** The existing run, if training resumes it. */
  readonly resumed?: {
    /** What it was started with. */
    readonly before: RunSettings;
    readonly checkpoint: 'last' | number;
  };
  /** The beginning of a line that says why the existing run must be kept aside; undefined if there is nothing to keep. */
  readonly aside?: string;
}

/**
 * Decides whether a run resumes an existing one, and from where. Writes nothing.
 *
 * @throws {InputError} where the run exists and is not to be restored, or cannot be: never a fresh start instead
 */
export function startOf(
  chosen: Hyperparameters,
  own: OwnKinds,
  folder: RunFolder,
  data: Dataset,
  { restore, onNotice }: BeginOptions,
): Start {
  const { checkpoints } = folder;
  const stands = hasCheckpoint(checkpoints);
  if (restore === undefined || restore === 'auto') {
    if (!stands) return {}; // what is there has nothing to lose
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
    return { aside: `starts anew (${error.message}); the run before` };
  }
  if (restore === 'auto') onNotice?.(`goes on with the run ${chosen.name}`);
  const branches = last.history.length > state.history.length || last.step > state.step;
  return {
    resumed: { before, checkpoint },
    aside: branches ? `goes on from epoch ${checkpoint}; the run as it was` : undefined,
  };
}

function requireSame(before: RunSettings, now: Hyperparameters, data: Dataset, epochs: number): void {
  if (before.environment.imported) {
    throw new InputError(
      'name',
      now.name,
      `was imported, without an optimizer: fine-tune it with pretrained=${now.name}`,
    );
  }
  for (const key of Object.keys(KEYS) as KeyName[]) {
    // A run may be prolonged.
    if (key === 'n_epochs' || INCIDENTAL.includes(key)) continue;
    if (before.options[key] !== now[key]) {
      throw new InputError(key, now[key], `must be ${before.options[key]}, as in the run before`);
    }
  }
  if (now.n_epochs < epochs)
    throw new InputError('n_epochs', now.n_epochs, `must be ≥ ${epochs}, which the run has done`);
  if (before.dataHash !== hash(data)) {
    throw new InputError('dataset', data.name, 'must hold the images that the run began with');
  }
}
