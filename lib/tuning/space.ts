import { InputError } from '../core/errors';
import { type CheckOptions, checkOf, type Hyperparameters, KEYS, type KeyName } from '../training/hyperparameters';

/**
 * Hyperparameters that a study does not search: names and paths, and those that must be equal for trials to be
 * comparable.
 */
const FIXED = [
  'name',
  'dataset',
  'path',
  'classes',
  'image_size',
  'val',
  'test',
  'split_seed',
  'limit',
  'protocol',
  'recipe',
  'fit',
  'select_on',
  'seed',
  'n_epochs',
  'save_freq',
  'keep',
  'logger',
] as const satisfies readonly (keyof Hyperparameters)[];
/** Hyperparameters that a study may search. */
export type Searchable = Exclude<keyof Hyperparameters, (typeof FIXED)[number]>;
type Value = Hyperparameters[Searchable];

/** Values of other hyperparameters for which a dimension is searched; each must be one of those listed. */
export type Condition = { readonly [K in Searchable]?: readonly Hyperparameters[K][] };

interface Conditional {
  /** If the condition is false, the hyperparameter has the value that all trials share. @default always searched */
  readonly where?: Condition;
}

/** Several values with equal probability. */
export interface Choice<T extends Value = Value> extends Conditional {
  readonly kind: 'choice';
  readonly values: readonly T[];
}

/** Every number from `low` to `high`; integers for integer hyperparameters. */
export interface Range extends Conditional {
  readonly kind: 'range';
  readonly low: number;
  readonly high: number;
  /** `log` is uniform in the logarithm, for hyperparameters such as learning rates. */
  readonly scale: 'linear' | 'log';
}

export type Dimension = Choice | Range;

/** The search space, by hyperparameter: values of its type, or a range if it is a number. */
export type Space = {
  readonly [K in Searchable]?: Choice<Hyperparameters[K]> | (Hyperparameters[K] extends number ? Range : never);
};

/** One of several values: `choice('sgd', 'adam')`. */
export function choice<const T extends Value>(...values: readonly T[]): Choice<T> {
  return { kind: 'choice', values };
}

/** A number from `low` to `high`: `range(0, 0.5)`. */
export function range(low: number, high: number): Range {
  return { kind: 'range', low, high, scale: 'linear' };
}

/** A number from `low` to `high`, with 0 < `low`, uniform in its logarithm: `logRange(1e-4, 0.1)`. */
export function logRange(low: number, high: number): Range {
  return { kind: 'range', low, high, scale: 'log' };
}

/** A dimension that is searched under a condition: `where({ optimizer: ['sgd'] }, range(0.8, 0.99))`. */
export function where<D extends Dimension>(condition: Condition, dimension: D): D {
  return { ...dimension, where: condition };
}

/** The dimensions of a space, in order. */
export function dimensions(space: Space): (readonly [Searchable, Dimension])[] {
  return Object.entries(space) as [Searchable, Dimension][];
}

/** The dimension of a space that searches a hyperparameter, if there is one. */
export function dimensionOf(space: Space, key: KeyName): Dimension | undefined {
  return (space as Partial<Record<KeyName, Dimension>>)[key];
}

/** @throws {InputError} for a hyperparameter that cannot be searched, an invalid value, an empty or inverted range */
export function checkSpace(space: Space, checks?: CheckOptions): void {
  for (const [key, dimension] of dimensions(space)) {
    if (!Object.hasOwn(KEYS, key)) throw new InputError(key, 'searched', 'must be a hyperparameter');
    if ((FIXED as readonly string[]).includes(key)) {
      throw new InputError(key, 'searched', 'must have one value, which all trials share');
    }
    const values = dimension.kind === 'choice' ? dimension.values : [dimension.low, dimension.high];
    if (values.length === 0) throw new InputError(key, 'no values', 'must have at least one');
    for (const value of values) {
      const fault = checkOf(key, checks)(value);
      if (fault) throw new InputError(key, value, fault);
    }
    if (dimension.kind === 'range') checkRange(key, dimension);
    checkCondition(key, dimension.where ?? {}, checks);
  }
}

function checkRange(key: string, { low, high, scale }: Range): void {
  if (low >= high) throw new InputError(key, `${low}..${high}`, 'must have low < high');
  if (scale === 'log' && low <= 0) throw new InputError(key, `${low}..${high}:log`, 'must be above 0');
}

function checkCondition(key: string, condition: Condition, checks?: CheckOptions): void {
  for (const [other, values] of Object.entries(condition)) {
    for (const value of values ?? []) {
      const fault = checkOf(other, checks)(value);
      if (fault) throw new InputError(`${key}@${other}`, value, fault);
    }
  }
}
