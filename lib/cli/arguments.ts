import { InputError } from '../core/errors';
import { complete, type Keys, parsed, unknownKey, type ValuesOf } from '../core/keys';
import type { Usage } from './usage';

/** Options of {@link readArguments}. */
export interface ArgumentOptions<K extends Keys> extends Usage {
  readonly keys: K;
  /** Whether several arguments without a key are allowed; they become one value. @default false */
  readonly several?: boolean;
  /** Separator of several arguments in that value. @default ',' */
  readonly separator?: string;
}

/** The arguments of a command. */
export interface Arguments<K extends Keys> {
  /** All values, including defaults. */
  readonly values: ValuesOf<K>;
  /** The values that were given. */
  readonly given: Partial<ValuesOf<K>>;
}

/**
 * Reads and checks a command's arguments.
 * @throws {InputError} for an unknown key, a key given twice, a missing one, or an invalid value
 */
export function readArguments<K extends Keys>(argv: readonly string[], options: ArgumentOptions<K>): Arguments<K> {
  const { name, keys, bare, examples } = options;
  const texts = textsOf(argv, options);
  for (const [key, text] of texts) {
    if (!Object.hasOwn(keys, key)) throw new InputError(key, text, unknownKey(key, Object.keys(keys)));
  }
  if (bare !== undefined && keys[bare].default === undefined && !keys[bare].optional && !texts.has(bare)) {
    throw new InputError(bare, 'missing', `give one, for example npm run ${name} -- ${examples[0]}`);
  }
  const given = parsed(keys, texts);
  return { values: complete(keys, given), given };
}

/** The `key=value` arguments as text. @throws {InputError} for anything else, or a key given twice */
function textsOf(
  argv: readonly string[],
  { bare, several = false, separator = ',' }: ArgumentOptions<Keys>,
): Map<string, string> {
  const texts = new Map<string, string>();
  for (const argument of argv) {
    const at = argument.indexOf('=');
    const isBare = at < 1;
    if (isBare && bare === undefined) throw new InputError('argument', argument, 'must be key=value');
    const [key, text] = isBare ? [bare!, argument] : [argument.slice(0, at), argument.slice(at + 1)];
    const before = texts.get(key);
    if (before !== undefined && !(isBare && several)) throw new InputError(key, text, 'must be given once');
    texts.set(key, before === undefined ? text : `${before}${separator}${text}`);
  }
  return texts;
}
