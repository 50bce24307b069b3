import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { SPLITS, type Split } from '../dataset';
import type { SplitName, SplitRole } from './split-names';

/** Which of FER2013's splits each name in a data set stands for. */
export interface SplitPlan {
  /** Whether PublicTest and PrivateTest are merged in one `test` and cannot be distinguished. */
  readonly merged: boolean;
  of(role: SplitRole): Split;
}

/**
 * Decides which split each name stands for, from all the names in a data set. `val` and its synonyms are PublicTest;
 * `test` is PrivateTest if there is a validation split, else it is both splits merged; `eval` is the validation split if
 * there is no other, else the test split.
 *
 * @throws {InputError} if two names stand for one split
 */
export function resolveSplits(names: readonly SplitName[]): SplitPlan {
  const roles = new Set(names.map(({ role }) => role));
  const validated = roles.has('PublicTest') || roles.has('validation');
  const merged = roles.has('test') && !validated && !roles.has('evaluation');
  const of = (role: SplitRole): Split => {
    if (role === 'validation') return 'PublicTest';
    if (role === 'test') return merged ? 'PublicTest' : 'PrivateTest';
    if (role === 'evaluation') return validated ? 'PrivateTest' : 'PublicTest';
    return role;
  };
  const first = new Map<Split, string>();
  for (const { name, role } of names) {
    const split = of(role);
    const other = first.get(split) ?? name;
    if (other !== name)
      throw new InputError('splits', `${excerpt(other)} and ${excerpt(name)}`, `must not both stand for ${split}`);
    first.set(split, name);
  }
  return { merged, of };
}

/** Says what the names of splits were read as, as `"train" is Training`; undefined if they are FER2013's own. */
export function splitNotice(names: readonly SplitName[], plan: SplitPlan): string | undefined {
  const roles = new Map(names.map(({ name, role }) => [name, role]));
  const place = ([, role]: [string, SplitRole]) => SPLITS.indexOf(plan.of(role));
  const renamed = [...roles]
    .filter(([name, role]) => name !== plan.of(role).toLowerCase())
    .sort((a, b) => place(a) - place(b));
  return renamed.length === 0
    ? undefined
    : `splits: ${renamed.map(([name, role]) => `${excerpt(name)} is ${plan.of(role)}`).join(', ')}`;
}
