import { InputError } from '../core/errors';
import { excerpt } from '../core/excerpt';
import { SPLITS } from './dataset';
import { foldersOf, sharedFolders } from './forms/paths';
import { resolveSplits, splitNotice } from './forms/resolve-splits';
import { type SplitName, splitNamed } from './forms/split-names';

/** Images in folders named after their classes, as `CLASS/1.png` or `train/CLASS/1.png`. */
export interface ClassFolders {
  /** The classes in the order of their names; numbers in them count as numbers. */
  readonly classes: readonly string[];
  readonly labelOf: (path: string) => number;
  /** Index into `SPLITS`; undefined if the folders name no splits. */
  readonly splitOf: ((path: string) => number) | undefined;
  /** Whether a validation split is among the splits. */
  readonly hasValidation: boolean;
  readonly notices: readonly string[];
}

/** Names that tables of classes use for columns of their own. */
const RESERVED = ['macro', 'split', 'images'];

/**
 * Reads classes and splits from folders. Undefined if the images are not in such folders: one folder deep, or two of
 * which one names the split.
 *
 * @throws {InputError} for two classes whose names differ in case only
 */
export function classFolders(paths: readonly string[]): ClassFolders | undefined {
  const shared = sharedFolders(paths);
  const levels = new Map(paths.map((path) => [path, foldersOf(path).slice(shared)]));
  const depths = new Set([...levels.values()].map(({ length }) => length));
  if (depths.size !== 1) return undefined;
  const [depth] = depths;
  if (depth === 0) return { classes: [foldersOf(paths[0]).at(-1) ?? ''], labelOf: () => 0, ...NO_SPLITS };
  const isSplitLevel = (level: number) => [...levels.values()].every((names) => splitNamed(names[level]));
  const splitLevel = depth === 2 ? [0, 1].find(isSplitLevel) : undefined;
  if (depth > 2 || (depth === 2 && splitLevel === undefined)) return undefined;
  const classLevel = splitLevel === 0 ? 1 : 0;
  const nameOf = (path: string) => levels.get(path)![classLevel];
  const classes = classesOf([...levels.values()].map((names) => names[classLevel]));
  const labels = new Map(classes.map((name, label) => [name, label]));
  const splits = splitLevel === undefined ? undefined : splitsBy((path) => levels.get(path)![splitLevel], paths);
  return { classes, labelOf: (path) => labels.get(nameOf(path))!, ...(splits ?? NO_SPLITS) };
}

const NO_SPLITS = { splitOf: undefined, hasValidation: false, notices: [] } as const;

/** @throws {InputError} for names that are no classes */
function classesOf(names: readonly string[]): string[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  const classes = [...new Set(names)].sort(compare);
  if (classes.length > MOST) throw new InputError('classes', classes.length, `must be at most ${MOST}`);
  const byLowerCase = new Map<string, string>();
  for (const name of classes) {
    const other = byLowerCase.get(name.toLowerCase());
    if (other !== undefined)
      throw new InputError('classes', `${excerpt(other)} and ${excerpt(name)}`, 'must not differ in case only');
    byLowerCase.set(name.toLowerCase(), name);
    if (RESERVED.includes(name)) throw new InputError('class', name, 'must have another name, which tables do not use');
  }
  return classes;
}

/** Labels are bytes. */
const MOST = 256;

function splitsBy(folderOf: (path: string) => string, paths: readonly string[]) {
  const named = new Map(paths.map((path): [string, SplitName] => [path, splitNamed(folderOf(path))!]));
  const names = [...new Map([...named.values()].map((name) => [name.name, name])).values()];
  const plan = resolveSplits(names);
  // A `test` beside no validation split is what is reported on, since validation images come from training.
  const of = (path: string) => {
    const { role } = named.get(path)!;
    return SPLITS.indexOf(plan.merged && role === 'test' ? 'PrivateTest' : plan.of(role));
  };
  const notice = plan.merged ? undefined : splitNotice(names, plan);
  const hasValidation = paths.some((path) => SPLITS[of(path)] === 'PublicTest');
  return { splitOf: of, hasValidation, notices: notice ? [notice] : [] };
}
