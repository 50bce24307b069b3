import { counted } from '../../core/counted';
import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { SPLITS, type Split } from '../dataset';
import { fileOf, foldersOf, meaningfulFolders, sharedFolders } from './paths';
import { resolveSplits, type SplitPlan, splitNotice } from './resolve-splits';
import { isSplit, type SplitName, splitNamed, splitNumbered } from './split-names';

/** The splits of files, from their paths. */
export interface PathSplits {
  /** Index into `SPLITS`, or undefined if a path names none. */
  of(path: string): number | undefined;
  /** Whether a file may contain rows of a split: both test splits if it is named `test` and they are merged. */
  allows(path: string, split: number): boolean;
  /** Whether any path names a split. */
  readonly named: boolean;
  /** Whether PublicTest and PrivateTest are merged in one `test` and cannot be distinguished. */
  readonly merged: boolean;
  readonly notices: readonly string[];
}

/** A part of a path that names a split. */
interface Part extends SplitName {
  readonly text: string;
}

/**
 * Reads splits from the paths of tables (`test.csv`) or of images (`train/angry/1.png`, `PrivateTest_88305.jpg`). If
 * there are only train and test, PublicTest and PrivateTest are merged into PublicTest: the selection of weights uses
 * all of these images, so no result may be reported as one on PrivateTest.
 *
 * @throws {InputError} if a path names two splits, or two names mean the same split
 */
export function splitsOf(paths: readonly string[], kind: 'tables' | 'images'): PathSplits {
  const folders = meaningfulFolders(paths, splitNamed);
  const ofFile = kind === 'tables' ? splitNamed : splitNumbered;
  const parts = new Map(
    paths.map((path): [string, Part[]] => {
      const inFolders = folders.get(path)!.map(({ folder, meaning }) => ({ ...meaning, text: folder }));
      const file = ofFile(fileOf(path));
      return [path, refined([...inFolders, ...(file ? [{ ...file, text: fileOf(path) }] : [])])];
    }),
  );
  const names = [...parts.values()].flatMap(([first]) => first ?? []);
  const plan = resolveSplits(names);
  for (const [path, named] of parts) checkOne(path, named, plan);
  const of = (path: string): Split | undefined => {
    const first = parts.get(path)?.[0];
    return first && plan.of(first.role);
  };
  const notice = splitNotice(names, plan);
  return {
    merged: plan.merged,
    named: names.length > 0,
    notices: notice === undefined ? [] : [notice],
    of(path) {
      const split = of(path);
      return split && SPLITS.indexOf(split);
    },
    allows(path, split) {
      const isTest = parts.get(path)?.[0]?.role === 'test';
      return of(path) === undefined || of(path) === SPLITS[split] || (isTest && SPLITS[split] !== 'Training');
    },
  };
}

/** `test` is less specific than `PublicTest` or `PrivateTest` next to it. */
function refined(parts: readonly Part[]): Part[] {
  const exact = parts.some(({ role }) => role === 'PublicTest' || role === 'PrivateTest');
  return parts.filter(({ role }) => !(exact && role === 'test'));
}

function checkOne(path: string, parts: readonly Part[], plan: SplitPlan): void {
  const [first] = parts;
  const other = parts.find(({ role }) => plan.of(role) !== plan.of(first.role));
  if (other === undefined) return;
  const meaning = (part: Part) =>
    isSplit(part.role) && part.name === part.role.toLowerCase()
      ? excerpt(part.text)
      : `${excerpt(part.text)} (${plan.of(part.role)})`;
  throw new InputError(path, `${meaning(first)} and ${meaning(other)}`, 'must name the same split');
}

/**
 * Rejects images without a split next to images with one.
 * @throws {InputError} that names their folder
 */
export function requireSplits(paths: readonly string[], splits: PathSplits): void {
  if (!splits.named) return;
  const stray = paths.filter((path) => splits.of(path) === undefined);
  if (stray.length === 0) return;
  const shared = sharedFolders(paths);
  const folder = (path: string) => foldersOf(path)[shared] ?? fileOf(path);
  const strangers = [...new Set(stray.map(folder))].slice(0, 3).map(excerpt).join(', ');
  const known = [...new Set(paths.filter((path) => splits.of(path) !== undefined).map(folder))]
    .slice(0, 3)
    .map(excerpt);
  throw new InputError(
    strangers,
    `${counted(stray.length, 'image')} without a split`,
    `must be named after one, such as train, val or test, as ${known.join(', ')} are, or be moved away`,
  );
}
