import { outliveReaders } from '../../scripts/system/output.cjs';
import { onStop, statusOf } from '../../scripts/system/signals.cjs';
import { InputError, isSystemError } from '../errors';
import { printable } from '../excerpt';

export interface CommandOptions {
  /** The key of an argument that comes without one, as in `npm run data -- PATH`. @default none */
  readonly bare?: string;
  /** Whether there may be more than one of these, which then come as one value, with commas between. @default false */
  readonly several?: boolean;
}

/**
 * Runs a command's body and ends the process as the commands promise: 0; 2 with one line for errors the user can fix;
 * 128 + n after signal n, one of SIGINT, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2. A second Ctrl-C ends the process at once.
 *
 * @param body receives the arguments as keys and values, and a signal that is aborted by the first of these signals, with
 * `Error(NAME)` as its reason
 */
export async function command(
  body: (values: Map<string, string>, signal: AbortSignal) => Promise<void>,
  options: CommandOptions = {},
): Promise<void> {
  outliveReaders();
  const controller = new AbortController();
  let status = 0;
  onStop(
    (signal) => {
      status = statusOf(signal);
      controller.abort(new Error(signal));
    },
    { once: true },
  );
  try {
    await body(parseArguments(process.argv.slice(2), options), controller.signal);
  } catch (error) {
    if (error instanceof InputError) {
      console.error(`error: ${error.message}`);
      status = 2;
    } else if (isSystemError(error)) {
      // Node says `EACCES: permission denied, mkdir '…'`.
      const place = printable(error.path ?? error.syscall ?? 'system');
      console.error(`error: ${place}: ${error.code}; ${printable(error.message.split(/: |, /)[1])}`);
      status ||= 1;
    } else if (status === 0) throw error;
  }
  // Chromium and TensorFlow's threads would keep the process a little longer.
  process.exit(status);
}

/**
 * `key=value` arguments.
 * @throws {InputError} for anything else, or a key given twice
 */
export function parseArguments(
  argv: readonly string[],
  { bare, several = false }: CommandOptions = {},
): Map<string, string> {
  const values = new Map<string, string>();
  for (const argument of argv) {
    const at = argument.indexOf('=');
    const isBare = at < 1;
    if (isBare && bare === undefined) throw new InputError('argument', argument, 'must be key=value');
    const [key, value] = isBare ? [bare!, argument] : [argument.slice(0, at), argument.slice(at + 1)];
    const before = values.get(key);
    if (before !== undefined && !(isBare && several)) throw new InputError(key, value, 'must be given once');
    values.set(key, before === undefined ? value : `${before},${value}`);
  }
  return values;
}

/** @throws {InputError} that names the first key that is not among `known` */
export function onlyKeys(values: ReadonlyMap<string, string>, known: readonly string[]): void {
  for (const [key, value] of values) {
    if (!known.includes(key)) throw new InputError(key, value, `must be one of the keys ${known.join(', ')}`);
  }
}

/** What a command works on, by the key `name`. @throws {InputError} where there is none */
export function nameOf(values: ReadonlyMap<string, string>, example = 'my_vgg'): string {
  const name = values.get('name');
  if (name === undefined) throw new InputError('name', 'missing', `give one, as name=${example}`);
  return name;
}

/** The value of a key that takes one of some words. @throws {InputError} for another word */
export function oneOf<T extends string>(
  values: ReadonlyMap<string, string>,
  key: string,
  words: readonly T[],
): T | undefined {
  const value = values.get(key);
  if (value === undefined || words.includes(value as T)) return value as T | undefined;
  throw new InputError(key, value, `must be one of ${words.join(', ')}`);
}

/** The value of a key that takes a number. @throws {InputError} for one out of `low`–`high` */
export function numberIn(
  values: ReadonlyMap<string, string>,
  key: string,
  [low, high]: readonly [number, number],
  constraint = `must be ${low}–${high}`,
): number | undefined {
  const text = values.get(key);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && value >= low && value <= high) return value;
  throw new InputError(key, text, constraint);
}
