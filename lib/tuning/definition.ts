import { InputError } from '../errors';
import { type Check, integer, number, oneOf } from '../training/checks';
import {
  type CheckOptions,
  fromKeys,
  type Hyperparameters,
  hyperparameters,
  toKeys,
} from '../training/hyperparameters';
import { rungs } from './halving';
import { parseSpace, spaceTexts } from './notation';
import { gridSettings, randomSettings } from './settings';
import { checkSpace, type Space } from './space';

export const SEARCHERS = ['grid', 'random', 'halving'] as const;
export type Searcher = (typeof SEARCHERS)[number];

/** What a study searches, how, and how long. */
export interface StudyDefinition {
  /** Names the study's folder below `outputs/`. */
  readonly name: string;
  /** The hyperparameters that are searched. */
  readonly space: Space;
  /** What all trials share; `epochs` is how long a trial trains. @default the defaults of a training */
  readonly base?: Partial<Hyperparameters>;
  /**
   * `grid` trains every combination, `random` draws some, and `halving` draws some and trains the better ones on, after
   * few epochs already (asynchronous successive halving).
   * @default 'grid'
   */
  readonly searcher?: Searcher;
  /** Trials at most, ≥ 0, repeats counted; 0 for every combination of a space without ranges. @default 0 */
  readonly trials?: number;
  /** Trainings of each setting, with seeds from the base's on, ≥ 1. @default 1 */
  readonly seeds?: number;
  /** Epochs of all trials together, ≥ 0: none is begun that would exceed them; 0 for no limit. @default 0 */
  readonly maxEpochs?: number;
  /** Hours after which trials stop with a checkpoint (tasks of Slurm go on), ≥ 0; 0 for no limit. @default 0 */
  readonly hours?: number;
  /** Of halving: one in so many trains on, ≥ 2. @default 4 */
  readonly eta?: number;
  /** Of halving: the least epochs before a trial may be stopped, ≥ 1. @default 1 */
  readonly minEpochs?: number;
}

/** A definition with everything filled in and checked. */
export interface CompleteDefinition extends Required<StudyDefinition> {
  readonly base: Hyperparameters;
}

type Budget = 'trials' | 'seeds' | 'maxEpochs' | 'hours' | 'eta' | 'minEpochs';

/** The keys of the command line and of `study.json` beside those of a training. */
export const STUDY_KEYS: Readonly<Record<string, { option: 'searcher' | Budget; default: unknown; check: Check }>> = {
  searcher: { option: 'searcher', default: 'grid', check: oneOf(SEARCHERS) },
  trials: { option: 'trials', default: 0, check: integer(0) },
  seeds: { option: 'seeds', default: 1, check: integer(1) },
  max_epochs: { option: 'maxEpochs', default: 0, check: integer(0) },
  hours: { option: 'hours', default: 0, check: number('≥ 0', (x) => x >= 0) },
  eta: { option: 'eta', default: 4, check: integer(2) },
  min_epochs: { option: 'minEpochs', default: 1, check: integer(1) },
};

/**
 * Fills in the defaults and checks every value.
 * @throws {InputError} that names the key, the value and the constraint
 */
export function completeDefinition(definition: StudyDefinition, options: CheckOptions = {}): CompleteDefinition {
  const { name, space, base = {} } = definition;
  const complete: Record<string, unknown> = {};
  for (const [key, { option, default: fallback, check }] of Object.entries(STUDY_KEYS)) {
    complete[option] = definition[option] ?? fallback;
    const fault = check(complete[option]);
    if (fault) throw new InputError(key, complete[option], fault);
  }
  // A trial keeps the checkpoint of every epoch, so that a crash costs no more, but not for long.
  const shared = hyperparameters({ ...base, name, saveFrequency: 1, keep: 1, logger: 'csv' }, options);
  if (shared.fit !== 'training') {
    throw new InputError('fit', shared.fit, 'must be training: what is fitted cannot choose between settings');
  }
  if (shared.epochs === 0) throw new InputError('n_epochs', 0, 'must be an integer ≥ 1 in a study');
  checkSpace(space, options);
  return { ...(complete as unknown as Required<StudyDefinition>), name, space, base: shared };
}

/** The settings of a study in the order in which they are tried, repeats over seeds aside. */
export function settingsOf(definition: CompleteDefinition): Hyperparameters[] {
  const { space, base, searcher, trials, seeds } = definition;
  if (trials > 0 && trials < seeds) throw new InputError('trials', trials, `must be ≥ seeds, ${seeds}`);
  const most = trials === 0 ? Number.POSITIVE_INFINITY : Math.floor(trials / seeds);
  if (searcher === 'grid') return gridSettings(space, base).slice(0, most);
  if (trials > 0) return randomSettings(space, base, base.seed, most);
  const ranges = Object.values(space).some((dimension) => dimension?.kind === 'range');
  if (ranges) throw new InputError('trials', 'missing', 'give one, as trials=20: a range has no end of values');
  return randomSettings(space, base, base.seed, gridSettings(space, base).length);
}

/** The epochs after which settings are compared. */
export function levelsOf({ base, searcher, eta, minEpochs }: CompleteDefinition): number[] {
  return searcher === 'halving' ? rungs(base.epochs, eta, minEpochs) : [base.epochs];
}

/** The definition as `study.json` holds it, by the command line's keys. */
export function definitionToJson(definition: CompleteDefinition): Record<string, unknown> {
  const keys = Object.entries(STUDY_KEYS).map(([key, { option }]) => [key, definition[option]]);
  const { name, space, base } = definition;
  return { name, ...Object.fromEntries(keys), space: spaceTexts(space), base: toKeys(base) };
}

/** The reverse of {@link definitionToJson}. */
export function definitionFromJson(json: Readonly<Record<string, unknown>>): CompleteDefinition {
  const options = Object.entries(STUDY_KEYS).map(([key, { option }]) => [option, json[key]]);
  const definition = {
    name: json.name as string,
    space: parseSpace(json.space as Record<string, string>),
    base: fromKeys(json.base as Record<string, unknown>),
    ...Object.fromEntries(options),
  };
  return completeDefinition(definition, { stored: true });
}
