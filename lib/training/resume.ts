import { InputError } from '../core/errors';
import { type Dataset, hash } from '../data/dataset';
import { checkpointState, hasCheckpoint } from './checkpoint';
import { dataShapeOf } from './data-shape';
import { type Hyperparameters, INCIDENTAL, KEYS, type KeyName } from './hyperparameters';
import { type OwnKinds, requireSameKinds } from './own-kinds';
import { type RunFolder, type RunSettings, readSettings } from './run-folder';

/**
 * The checkpoint that training resumes from: the last one, or that of an epoch. `auto` resumes from the last one if the
 * settings and the data are the same; otherwise it starts a new run and renames the existing one to `NAME.1`.
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
    /** The settings it started with. */
    readonly before: RunSettings;
    readonly checkpoint: 'last' | number;
  };
  /** The start of a notice on why the existing run must be renamed; undefined if it need not be. */
  readonly renames?: string;
}

/**
 * Decides whether a run resumes an existing one, and from where. Writes nothing.
 *
 * @throws {InputError} if the run exists and `restore` is not given, or if it cannot be resumed
 */
export function startOf(
  chosen: Hyperparameters,
  own: OwnKinds,
  folder: RunFolder,
  data: Dataset,
  { restore, onNotice }: BeginOptions,
): Start {
  const { checkpoints } = folder;
  const exists = hasCheckpoint(checkpoints);
  if (restore === undefined || restore === 'auto') {
    if (!exists) return {}; // a run without a checkpoint loses nothing
    if (restore === undefined) {
      throw new InputError('name', chosen.name, 'is already a run: restore=last resumes it, or choose another name');
    }
  }
  const before = readSettings(folder);
  if (!exists) throw new InputError('name', chosen.name, 'has no checkpoint yet; start it again without restore');
  const last = checkpointState(checkpoints, 'last');
  const checkpoint = restore === 'auto' ? 'last' : restore;
  const state = checkpoint === 'last' ? last : checkpointState(checkpoints, checkpoint);
  try {
    requireSame(before, chosen, data, state.history.length);
    requireSameKinds(folder, before, own);
  } catch (error) {
    if (restore !== 'auto' || !(error instanceof InputError)) throw error;
    return { renames: `starts a new run (${error.message}); the existing run` };
  }
  if (restore === 'auto') onNotice?.(`resumes the run ${chosen.name}`);
  const branches = last.history.length > state.history.length || last.step > state.step;
  return {
    resumed: { before, checkpoint },
    renames: branches ? `resumes from epoch ${checkpoint}; the existing run` : undefined,
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
      throw new InputError(key, now[key], `must be ${before.options[key]}, as in the existing run`);
    }
  }
  if (now.n_epochs < epochs)
    throw new InputError('n_epochs', now.n_epochs, `must be ≥ ${epochs}, the number of finished epochs`);
  if (before.dataHash !== hash(data) || dataShapeOf(before).classes.join() !== data.classes.join()) {
    throw new InputError('dataset', data.name, 'must contain the images that the run started with');
  }
}
