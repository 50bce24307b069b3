import { availableParallelism } from 'node:os';
import { onlyKeys } from '../../lib/cli/command';
import { InputError } from '../../lib/errors';
import { integer } from '../../lib/training/checks';

/** What every bench takes. */
export interface BenchOptions {
  /** Steps of each contender that count. */
  readonly steps: number;
  /** Threads that each contender may compute in. */
  readonly threads: number;
}

/**
 * Reads a bench's arguments; `more` are keys of its own.
 * @throws {InputError} for an unknown key or a number that is no integer ≥ 1
 */
export function benchOptions(
  values: ReadonlyMap<string, string>,
  defaults: { readonly steps: number; readonly threads?: number },
  more: readonly string[] = [],
): BenchOptions {
  onlyKeys(values, ['steps', 'threads', ...more]);
  return {
    steps: integerOf(values, 'steps', defaults.steps),
    threads: integerOf(values, 'threads', defaults.threads ?? availableParallelism()),
  };
}

/** @throws {InputError} for anything but an integer ≥ 1 */
export function integerOf(values: ReadonlyMap<string, string>, key: string, fallback: number): number {
  const value = Number(values.get(key) ?? fallback);
  const fault = integer(1)(value);
  if (fault) throw new InputError(key, values.get(key), fault);
  return value;
}
