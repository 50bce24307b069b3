import { nearest } from '../../scripts/system/nearest.cjs';
import { InputError } from './errors';
import type { Kind } from './kind';

/** A key of a command, a notebook or a settings file: which values it takes, and which it has when none is given. */
export interface Key<T> {
  /** `undefined` makes the key required, unless it is optional. */
  readonly default: T | undefined;
  /** Whether the key may have no value at all. @default false */
  readonly optional?: boolean;
  /** What the key takes one of, if users can bring their own. */
  readonly kind?: Kind<unknown>;
  /** What a value may look like, for the message that a required key is missing. */
  readonly example?: string;
  /** The accepted values in words, for `--help` and the docs: `> 0` or `sgd, adam`. */
  values(): string;
  /** What is wrong with a value, as a constraint (`must be ≥ 0`); undefined if it is valid. */
  check(value: unknown): string | undefined;
  /** The value that a text of the command line stands for; an invalid one is left to {@link check}. */
  parse(text: string): unknown;
}

/** Keys by their names. */
export type Keys = Readonly<Record<string, Key<unknown>>>;

/** The values of keys. */
export type ValuesOf<K extends Keys> = { readonly [name in keyof K]: K[name] extends Key<infer T> ? T : never };

/** Any text, described by `values`. */
export function text(fallback: string | undefined, values: string): Key<string> {
  const check = (value: unknown) => (typeof value === 'string' ? undefined : 'must be text');
  return { default: fallback, values: () => values, check, parse: (given) => given };
}

/** One of some words; a function names those that may be added to while the program runs. */
export function choice<const T extends string>(words: readonly T[] | (() => readonly T[]), fallback: T): Key<T> {
  const known = () => (typeof words === 'function' ? words() : words);
  return {
    default: fallback,
    values: () => known().join(', '),
    check: (value) => ((known() as unknown[]).includes(value) ? undefined : `must be one of ${known().join(', ')}`),
    parse: (given) => given,
  };
}

/** Some of some words, separated by commas, none of them twice. */
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

/** yes or no. */
export function flag(fallback: boolean): Key<boolean> {
  return {
    default: fallback,
    values: () => 'yes, no',
    check: (value) => (typeof value === 'boolean' ? undefined : 'must be one of yes, no'),
    parse: (given) => (given === 'yes' ? true : given === 'no' ? false : given),
  };
}

/** A whole number in `[least, most]`. */
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

/** A finite number for which `fits` holds, as `values` says in words. */
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

/** A key that may have no value; `otherwise` says in help what happens then. */
export function optional<T>(key: Key<T>, otherwise: string): Key<T | undefined> {
  return { ...key, default: undefined, optional: true, values: () => `${key.values()} (default: ${otherwise})` };
}

/**
 * Fills in the defaults and checks every value; other entries of `given` are ignored.
 * @throws {InputError} that names the key, the value and the constraint
 */
export function complete<K extends Keys>(keys: K, given: { readonly [name in keyof K]?: unknown }): ValuesOf<K> {
  const values = Object.entries(keys).flatMap(([name, key]) => {
    const value = given[name] ?? key.default;
    if (value === undefined && key.optional) return [];
    if (value === undefined) throw new InputError(name, 'missing', `give one, as ${name}=${key.example ?? '…'}`);
    const fault = key.check(value);
    if (fault) throw new InputError(name, value, fault);
    return [[name, value]];
  });
  return Object.fromEntries(values);
}

/** The entries of a record that `keys` names. */
export function picked<K extends Keys>(keys: K, record: Readonly<Record<string, unknown>>): Partial<ValuesOf<K>> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => Object.hasOwn(keys, name))) as Partial<
    ValuesOf<K>
  >;
}

/** @throws {InputError} for the first entry of `given` that `keys` does not name, with the nearest name that it does */
export function onlyKnown(keys: Keys, given: object): void {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(keys, name)) throw new InputError(name, value, unknownKey(name, Object.keys(keys)));
  }
}

/** The values of `keys` among the texts of a command line; other texts are left to the caller. */
export function parsed<K extends Keys>(keys: K, texts: ReadonlyMap<string, string>): Partial<ValuesOf<K>> {
  const known = [...texts].filter(([name]) => Object.hasOwn(keys, name));
  return Object.fromEntries(known.map(([name, given]) => [name, keys[name].parse(given)])) as Partial<ValuesOf<K>>;
}

/** A text that is no number stays one, for the check to report. */
function parseNumber(given: string): unknown {
  return given.trim() === '' || Number.isNaN(Number(given)) ? given : Number(given);
}

/** The constraint that an unknown key violates, with the key that was probably meant. */
export function unknownKey(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant ? `unknown key; did you mean ${meant}?` : `must be one of the keys ${known.join(', ')}`;
}
