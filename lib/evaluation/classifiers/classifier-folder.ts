import { basename, resolve } from 'node:path';
import { InputError } from '../../core/errors';
import { ROOT } from '../../core/files';
import type { Key } from '../../core/keys';
import { type RunFolder, runFolder } from '../../training/run-folder';
import { runName } from '../../training/run-name';

/** The folder of a classifier; of an ensemble, with the names or folders of its members. */
export interface ClassifierFolder extends RunFolder {
  readonly members?: readonly string[];
}

/** Between the names of an ensemble's members in the name of its folder. */
const JOINT = '+';

/**
 * The folder of a classifier: `outputs/NAME`; a path that contains `/`; or, for `a,b,c`, the folder `outputs/a+b+c` of
 * the ensemble of these. Nothing is made yet.
 *
 * @param given folder to use instead
 */
export function classifierFolder(name: string, given?: string): ClassifierFolder {
  const members = name.split(',');
  if (members.length > 1) return { ...runFolder(ensembleName(members), given), members };
  if (given === undefined && name.includes('/')) return runFolder(basename(name), resolve(ROOT, name));
  return runFolder(name, given);
}

/** The name of an ensemble: those of its members, joined by `+`. @throws {InputError} if two are the same */
export function ensembleName(members: readonly string[]): string {
  const names = members.map((member) => basename(member));
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new InputError('name', twice, 'must be in the ensemble once');
  return names.join(JOINT);
}

/** The key `name` of commands that take any classifier: a run, an import, or an ensemble as `a,b,c`. */
export const classifierName: Key<string> = {
  ...runName('my_vgg'),
  values: () => 'name; a,b,c for the ensemble of several',
  check(value) {
    if (typeof value !== 'string') return 'must be text';
    const parts = value.split(/[,+]/);
    return parts.map((part) => runName('').check(basename(part))).find((fault) => fault !== undefined);
  },
};
