import { InputError } from '../core/errors';
import { randomStream } from '../core/random';
import { type Hyperparameters, hyperparameters, INCIDENTAL, KEYS } from '../training/hyperparameters';
import { type Condition, type Dimension, dimensions, type Searchable, type Space } from './space';

/** A value for each dimension of a space, before conditions are looked at. */
type Values = Readonly<Partial<Record<Searchable, Hyperparameters[Searchable]>>>;

/** Draws in a row without a new setting after which a space counts as exhausted. */
const PATIENCE = 1000;

/**
 * Every combination of a space's values, the last dimension changing fastest. Combinations that differ only where a
 * condition does not hold are one.
 *
 * @param base what all settings share
 * @throws {InputError} for a range, which has no end of values
 */
export function gridSettings(space: Space, base: Hyperparameters): Hyperparameters[] {
  let grid: Values[] = [{}];
  for (const [key, dimension] of dimensions(space)) {
    if (dimension.kind === 'range') {
      throw new InputError(key, `${dimension.low}..${dimension.high}`, `must be values for a grid, as ${key}=1,2,3`);
    }
    grid = grid.flatMap((values) => dimension.values.map((value) => ({ ...values, [key]: value })));
  }
  return distinct(grid.map((values) => resolved(space, values, base)));
}

/**
 * The first `count` different settings drawn from a space, fewer where it has no more. Draw i depends on (seed, i) and
 * the space alone, so that a higher count adds settings and changes none.
 */
export function randomSettings(space: Space, base: Hyperparameters, seed: number, count: number): Hyperparameters[] {
  const found = new Map<string, Hyperparameters>();
  for (let i = 0, last = 0; found.size < count && i - last < PATIENCE; i++) {
    const setting = resolved(space, draw(space, seed, i), base);
    const id = identity(setting);
    if (found.has(id)) continue;
    found.set(id, setting);
    last = i;
  }
  return [...found.values()];
}

/** Equal for settings that train the same network. */
export function identity(settings: Hyperparameters): string {
  const keys = Object.entries(settings).filter(([key]) => !INCIDENTAL.includes(key));
  return JSON.stringify(keys);
}

function distinct(settings: readonly Hyperparameters[]): Hyperparameters[] {
  return [...new Map(settings.map((setting) => [identity(setting), setting])).values()];
}

/** One value a dimension. Every dimension draws once, whether its condition will hold or not. */
function draw(space: Space, seed: number, index: number): Values {
  const random = randomStream(seed, index);
  // In the order of their names: how they were given must not matter.
  const ordered = dimensions(space).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(ordered.map(([key, dimension]) => [key, at(key, dimension, random.between(0, 1))]));
}

/** The value of a dimension at `u` in [0, 1). */
function at(key: Searchable, dimension: Dimension, u: number): Hyperparameters[Searchable] {
  if (dimension.kind === 'choice') return dimension.values[Math.floor(u * dimension.values.length)];
  const { low, high, scale } = dimension;
  const whole = KEYS[key].check(low + (high - low) / Math.E) !== undefined;
  // A whole number gets the interval that is rounded to it.
  const [from, to] = whole ? [low - 0.5, high + 0.5] : [low, high];
  const value = scale === 'log' ? from * (to / from) ** u : from + (to - from) * u;
  return whole ? Math.min(high, Math.max(low, Math.round(value))) : Number(value.toPrecision(4));
}

/** The hyperparameters that values stand for: those whose condition does not hold keep the base's value. */
function resolved(space: Space, values: Values, base: Hyperparameters): Hyperparameters {
  const chosen = (key: Searchable, path: readonly string[]): unknown => {
    if (path.includes(key)) throw new InputError(key, 'a circle', 'must not depend on itself');
    const dimension = space[key];
    return dimension && holds(dimension.where ?? {}, [...path, key]) ? values[key] : base[key];
  };
  const holds = (condition: Condition, path: readonly string[]) =>
    Object.entries(condition).every(([key, allowed]) =>
      (allowed as readonly unknown[]).includes(chosen(key as Searchable, path)),
    );
  const searched = dimensions(space).map(([key]) => [key, chosen(key, [])]);
  // The networks were checked with the definition; a stored study's may be known to its notebook only.
  return hyperparameters({ ...base, ...Object.fromEntries(searched) }, { stored: true });
}
