import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { SPLITS, type Split } from '../dataset';
import type { SplitName, SplitRole } from './split-names';

/** The FER2013 split for each split name in a data set. */
export interface SplitPlan {
  /** Whether PublicTest and PrivateTest are merged in one `test` and cannot be distinguished. */
  readonly merged: boolean;
  of(role: SplitRole): Split;
}

/**
 * Maps split names to FER2013's splits, given all names in a data set. `val` and its synonyms are PublicTest; `test` is
 * PrivateTest if there is a validation split, otherwise both splits merged; `eval` is the validation split if there is
 * no other, otherwise the test split.
 *
 * @throws {InputError} if two names mean the same split
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
      throw new InputError('splits', `${excerpt(other)} and ${excerpt(name)}`, `must not both name ${split}`);
    first.set(split, name);
  }
  return { merged, of };
}

/** A notice about the meaning of split names, such as `"train" is Training`; undefined for FER2013's own names. */
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
