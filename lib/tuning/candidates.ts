import { InputError } from '../core/errors';
import { randomStream } from '../core/random';
import { type Hyperparameters, hyperparameters, INCIDENTAL, KEYS } from '../training/hyperparameters';
import { type Condition, type Dimension, dimensions, type Searchable, type Space } from './space';

/** A value for each dimension of a space, before conditions are applied. */
type Values = Readonly<Partial<Record<Searchable, Hyperparameters[Searchable]>>>;

/** Number of consecutive draws without a new setting after which a space counts as exhausted. */
const PATIENCE = 1000;

/**
 * Every combination of a space's values; the last dimension changes fastest. Combinations that differ only in
 * dimensions whose condition is false count once.
 *
 * @param base hyperparameters that all settings share
 * @throws {InputError} for a range, whose values cannot be enumerated
 */
export function gridSettings(space: Space, base: Hyperparameters): Hyperparameters[] {
  let grid: Values[] = [{}];
  for (const [key, dimension] of dimensions(space)) {
    if (dimension.kind === 'range') {
      const { low, high, scale } = dimension;
      const range = `${low}..${high}${scale === 'log' ? ':log' : ''}`;
      throw new InputError(
        key,
        range,
        `must be values such as ${key}=1,2,3 for searcher=grid; random draws from a range`,
      );
    }
    grid = grid.flatMap((values) => dimension.values.map((value) => ({ ...values, [key]: value })));
  }
  return distinct(grid.map((values) => resolved(space, values, base)));
}

/**
 * The first `count` distinct settings drawn from a space, or fewer if it has no more. Draw i depends only on (seed, i)
 * and the space, so a higher count only adds settings.
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

/** Draws one value per dimension, whether or not its condition is true. */
function draw(space: Space, seed: number, index: number): Values {
  const random = randomStream(seed, index);
  // Sorted by name, so that the order of the definition does not matter.
  const ordered = dimensions(space).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(ordered.map(([key, dimension]) => [key, at(key, dimension, random.between(0, 1))]));
}

/** The value of a dimension at `u` in [0, 1). */
function at(key: Searchable, dimension: Dimension, u: number): Hyperparameters[Searchable] {
  if (dimension.kind === 'choice') return dimension.values[Math.floor(u * dimension.values.length)];
  const { low, high, scale } = dimension;
  const whole = KEYS[key].check(low + (high - low) / Math.E) !== undefined;
  // An integer corresponds to the interval of numbers that round to it.
  const [from, to] = whole ? [low - 0.5, high + 0.5] : [low, high];
  const value = scale === 'log' ? from * (to / from) ** u : from + (to - from) * u;
  return whole ? Math.min(high, Math.max(low, Math.round(value))) : Number(value.toPrecision(4));
}

/** The hyperparameters for drawn values. Those whose condition is false keep the base's value. */
function resolved(space: Space, values: Values, base: Hyperparameters): Hyperparameters {
  const chosen = (key: Searchable, path: readonly string[]): unknown => {
    if (path.includes(key)) throw new InputError(key, 'a cycle', 'must not depend on itself');
    const dimension = space[key];
    return dimension && holds(dimension.where ?? {}, [...path, key]) ? values[key] : base[key];
  };
  const holds = (condition: Condition, path: readonly string[]) =>
    Object.entries(condition).every(([key, allowed]) =>
      (allowed as readonly unknown[]).includes(chosen(key as Searchable, path)),
    );
  const searched = dimensions(space).map(([key]) => [key, chosen(key, [])]);
  // The networks were checked with the definition; a stored study may use networks that only its notebook knows.
  return hyperparameters({ ...base, ...Object.fromEntries(searched) }, { stored: true });
}
