import { InputError } from '../core/errors';
import { documented } from '../core/help';
import { choice, complete, integer, number, type ValuesOf } from '../core/keys';
import {
  type CheckOptions,
  type Hyperparameters,
  hyperparameters,
  storedHyperparameters,
} from '../training/hyperparameters';
import { gridSettings, randomSettings } from './candidates';
import { rungs } from './halving';
import { parseSpace, spaceTexts } from './notation';
import { checkSpace, type Space } from './space';

const SEARCHERS = ['grid', 'random', 'halving'] as const;

/** Keys of a study besides those of a training, on the command line and in `study.json`. */
export const STUDY_KEYS = documented(__filename, {
  /** Search strategy: every combination (grid), random draws, or asynchronous successive halving of random draws. */
  searcher: choice(SEARCHERS, 'grid'),
  /** Maximum number of trials, repeats included; 0 for every combination of a space without ranges. */
  trials: integer(0, 0),
  /** Trainings of each setting, with consecutive seeds. */
  seeds: integer(1, 1),
  /** Maximum number of epochs of all trials together; 0 for no limit. */
  max_epochs: integer(0, 0),
  /** Hours after which trials stop with a checkpoint (running Slurm tasks finish); 0 for no limit. */
  hours: number(0, '≥ 0', (x) => x >= 0),
  /** Halving: one in eta trials is trained on at each rung. */
  eta: integer(4, 2),
  /** Halving: epochs before a trial may be stopped. */
  min_epochs: integer(1, 1),
});

/** Definition of a study: the search space, the strategy and the budget. */
export interface StudyDefinition extends Partial<ValuesOf<typeof STUDY_KEYS>> {
  /** Name of the study's folder below `outputs/`. */
  readonly name: string;
  /** The hyperparameters to search. */
  readonly space: Space;
  /** Hyperparameters that all trials share; `n_epochs` is the length of a trial. @default the defaults of a training */
  readonly base?: Partial<Hyperparameters>;
}

/** A definition with all defaults filled in and checked. */
export interface CompleteDefinition extends Required<StudyDefinition> {
  readonly base: Hyperparameters;
}

/**
 * Fills in the defaults and checks every value.
 * @throws {InputError} that names the key, the value and the constraint
 */
export function completeDefinition(definition: StudyDefinition, checks: CheckOptions = {}): CompleteDefinition {
  const { name, space, base = {} } = definition;
  const budget = complete(STUDY_KEYS, definition);
  // A trial keeps the checkpoints of all epochs for a short time, so that a crash loses at most one epoch.
  const shared = hyperparameters({ ...base, name, save_freq: 1, keep: 1, logger: 'csv' }, checks);
  if (shared.fit !== 'training') {
    throw new InputError('fit', shared.fit, 'must be training: data used for fitting cannot compare settings');
  }
  if (shared.n_epochs === 0) throw new InputError('n_epochs', 0, 'must be an integer ≥ 1 in a study');
  checkSpace(space, checks);
  return { ...budget, name, space, base: shared };
}

/** The settings of a study in the order of its trials, without repeats over seeds. */
export function settingsOf(definition: CompleteDefinition): Hyperparameters[] {
  const { space, base, searcher, trials, seeds } = definition;
  if (trials > 0 && trials < seeds) throw new InputError('trials', trials, `must be ≥ seeds, ${seeds}`);
  const most = trials === 0 ? Number.POSITIVE_INFINITY : Math.floor(trials / seeds);
  if (searcher === 'grid') return gridSettings(space, base).slice(0, most);
  if (trials > 0) return randomSettings(space, base, base.seed, most);
  const ranges = Object.values(space).some((dimension) => dimension?.kind === 'range');
  if (ranges)
    throw new InputError('trials', 'missing', 'give one, for example trials=20: a range cannot be enumerated');
  return randomSettings(space, base, base.seed, gridSettings(space, base).length);
}

/** The epochs after which settings are compared. */
export function levelsOf({ base, searcher, eta, min_epochs }: CompleteDefinition): number[] {
  return searcher === 'halving' ? rungs(base.n_epochs, eta, min_epochs) : [base.n_epochs];
}

/** The definition as stored in `study.json`. */
export function definitionToJson({ name, space, base, ...budget }: CompleteDefinition): Record<string, unknown> {
  return { name, ...budget, space: spaceTexts(space), base };
}

/** The inverse of {@link definitionToJson}. */
export function definitionFromJson(json: Readonly<Record<string, unknown>>): CompleteDefinition {
  const definition = {
    ...json,
    name: json.name as string,
    space: parseSpace(json.space as Record<string, string>),
    base: storedHyperparameters(json.base as Record<string, unknown>),
  };
  return completeDefinition(definition, { stored: true });
}
