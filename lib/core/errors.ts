import { printable } from './excerpt';

/** Maximum length of a constraint: long enough for a list of names. */
const LONGEST_CONSTRAINT = 1000;

/**
 * An error that the user can fix: a bad argument, a missing file, broken data. Its message is one line of the form
 * `noun: value; constraint`, which the command line prints after `error: ` before it exits with status 2. Each part may
 * contain text from a file or a path, so its length is limited and control characters are escaped.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  /**
   * @param noun what is wrong: a key, or a file with its line (`fer2013.csv:17`)
   * @param value the given value
   * @param constraint what is valid, such as `must be an integer ≥ 1`
   */
  constructor(noun: string, value: unknown, constraint: string) {
    super(`${printable(noun)}: ${printable(shown(value))}; ${printable(constraint, LONGEST_CONSTRAINT)}`);
  }
}

/** @throws {InputError} for the first of `values` that occurs twice */
export function checkRepeats(noun: string, values: readonly string[]): void {
  const twice = values.find((value, i) => values.indexOf(value) < i);
  if (twice !== undefined) throw new InputError(noun, twice, 'must be given once');
}

/** Whether an error comes from the operating system (a full disk, a read-only folder) and not from a bug. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function shown(value: unknown): string {
  if (value === '') return 'empty';
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
