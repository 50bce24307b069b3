import { nearest } from '../../scripts/system/nearest.cjs';
import { InputError } from './errors';
import type { Kind } from './kind';

/** A key of a command, a notebook or a settings file: its valid values and its default. */
export interface Key<T> {
  /** `undefined` makes the key required, unless it is optional. */
  readonly default: T | undefined;
  /** Whether the key may be without a value. @default false */
  readonly optional?: boolean;
  /** The kind whose members the key accepts, if users can define their own. */
  readonly kind?: Kind<unknown>;
  /** An example value, for the message that a required key is missing. */
  readonly example?: string;
  /** Description of the valid values, for `--help` and the docs: `> 0` or `sgd, adam`. */
  values(): string;
  /** The constraint that a value violates (`must be ≥ 0`); undefined if it is valid. */
  check(value: unknown): string | undefined;
  /** The value for a text from the command line. Does not validate; {@link check} does. */
  parse(text: string): unknown;
}

/** Keys by name. */
export type Keys = Readonly<Record<string, Key<unknown>>>;

/** The type of the keys' values. */
export type ValuesOf<K extends Keys> = { readonly [name in keyof K]: K[name] extends Key<infer T> ? T : never };

/** Any text; `values` describes it. */
export function text(fallback: string | undefined, values: string): Key<string> {
  const check = (value: unknown) => (typeof value === 'string' ? undefined : 'must be text');
  return { default: fallback, values: () => values, check, parse: (given) => given };
}

/** One of several words. Pass a function if words can be added at run time. */
export function choice<const T extends string>(words: readonly T[] | (() => readonly T[]), fallback: T): Key<T> {
  const known = () => (typeof words === 'function' ? words() : words);
  return {
    default: fallback,
    values: () => known().join(', '),
    check: (value) => ((known() as unknown[]).includes(value) ? undefined : `must be one of ${known().join(', ')}`),
    parse: (given) => given,
  };
}

/** A comma-separated selection of words, without repeats. */
export function list<const T extends string>(words: readonly T[], fallback: readonly T[]): Key<readonly T[]> {
  return {
    default: fallback,
    values: () => `some of ${words.join(', ')}`,
    check(value) {
      const given = value as readonly T[];
      if (given.some((word) => !words.includes(word))) return `must be some of ${words.join(',')}`;
      return new Set(given).size < given.length ? 'must name each once' : undefined;
    },
    parse: (given) => given.split(','),
  };
}

/** `yes` or `no`. */
export function flag(fallback: boolean): Key<boolean> {
  return {
    default: fallback,
    values: () => 'yes, no',
    check: (value) => (typeof value === 'boolean' ? undefined : 'must be one of yes, no'),
    parse: (given) => (given === 'yes' ? true : given === 'no' ? false : given),
  };
}

/** An integer in `[least, most]`. */
export function integer(fallback: number | undefined, least: number, most = Number.MAX_SAFE_INTEGER): Key<number> {
  const values = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `in [${least}, ${most}]`;
  return {
    default: fallback,
    values: () => `integer ${values}`,
    check(value) {
      const fits = Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
      return fits ? undefined : `must be an integer ${values}`;
    },
    parse: parseNumber,
  };
}

/** A finite number that satisfies `fits`; `values` describes the condition. */
export function number(fallback: number | undefined, values: string, fits: (x: number) => boolean): Key<number> {
  return {
    default: fallback,
    values: () => values,
    check(value) {
      const valid = typeof value === 'number' && Number.isFinite(value) && fits(value);
      return valid ? undefined : `must be a number ${values}`;
    },
    parse: parseNumber,
  };
}

/** A key that may be without a value; `otherwise` describes the default in help. */
export function optional<T>(key: Key<T>, otherwise: string): Key<T | undefined> {
  return { ...key, default: undefined, optional: true, values: () => `${key.values()} (default: ${otherwise})` };
}

/**
 * Fills in defaults and checks every value. Ignores other entries of `given`.
 * @throws {InputError} that names the key, the value and the constraint
 */
export function complete<K extends Keys>(keys: K, given: { readonly [name in keyof K]?: unknown }): ValuesOf<K> {
  const values = Object.entries(keys).flatMap(([name, key]) => {
    const value = given[name] ?? key.default;
    if (value === undefined && key.optional) return [];
    if (value === undefined)
      throw new InputError(name, 'missing', `give one, for example ${name}=${key.example ?? '…'}`);
    const fault = key.check(value);
    if (fault) throw new InputError(name, value, fault);
    return [[name, value]];
  });
  return Object.fromEntries(values);
}

/** The entries of a record whose names are in `keys`. */
export function picked<K extends Keys>(keys: K, record: Readonly<Record<string, unknown>>): Partial<ValuesOf<K>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => Object.hasOwn(keys, name))) as Partial<
    ValuesOf<K>
  >;
}

/** @throws {InputError} for the first entry of `given` that is not in `keys`, with the nearest key */
export function onlyKnown(keys: Keys, given: object): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(keys, name)) throw new InputError(name, value, unknownKey(name, Object.keys(keys)));
  }
}

/** The values of `keys` in the texts of a command line. Ignores other texts. */
export function parsed<K extends Keys>(keys: K, texts: ReadonlyMap<string, string>): Partial<ValuesOf<K>> {
  const known = [...texts].filter(([name]) => Object.hasOwn(keys, name));
  return Object.fromEntries(known.map(([name, given]) => [name, keys[name].parse(given)])) as Partial<ValuesOf<K>>;
}

/** Parses a number. Other text is returned unchanged, so that the check reports it. */
function parseNumber(given: string): unknown {
  return given.trim() === '' || Number.isNaN(Number(given)) ? given : Number(given);
}

/** The constraint that an unknown key violates, with the most similar key. */
export function unknownKey(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `unknown key; did you mean ${meant}?` : `must be one of the keys ${known.join(', ')}`;
}
