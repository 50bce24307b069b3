import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { SYNONYMS } from '../class-names';
import { EMOTIONS } from '../dataset';
import { fileOf, meaningfulFolders, type NamedFolder, stemOf, wordsOf } from './paths';

/** The names of a data set's classes in folders, files and columns. */
export interface LabelNames {
  /** The classes, in the order of their labels. */
  readonly classes: readonly string[];
  /** Label by spelling, in lower case. */
  readonly spellings: ReadonlyMap<string, number>;
  /** Note for messages about numeric labels: the order that they use. */
  readonly order: string;
}

/** Names for these classes: the classes in any case, and their usual synonyms. */
export function labelNames(classes: readonly string[]): LabelNames {
  const spellings = new Map(classes.map((name, label) => [name.toLowerCase(), label]));
  for (const [synonym, name] of Object.entries(SYNONYMS))
    if (spellings.has(name)) spellings.set(synonym, spellings.get(name)!);
  return { classes, spellings, order: "FER2013's order; AffectNet and RAF-DB number otherwise" };
}

/** FER2013's seven emotions. */
export const FER2013_LABELS = labelNames(EMOTIONS);

/** The label that a word names, in any case. */
export function labelOfWord(name: string, { spellings }: LabelNames): number | undefined {
  return spellings.get(stemOf(name).toLowerCase());
}

/** The label that a number such as `3` names. */
export function labelOfNumber(name: string, { classes }: LabelNames): number | undefined {
  return /^\d$/.test(name) && Number(name) < classes.length ? Number(name) : undefined;
}

/** A description of numeric labels, such as `0 Angry, 1 Disgust, FER2013's order; …`. */
export function numberedLabels(numbers: Iterable<number>, { classes, order }: LabelNames): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return `${sorted.map((label) => `${label} ${classes[label]}`).join(', ')}, ${order}`;
}

/** The labels of image files, and the assumptions made. */
export interface PathLabels {
  /** Label by path. */
  readonly labels: ReadonlyMap<string, number>;
  readonly notices: readonly string[];
}

/**
 * Reads labels from paths. The label is the emotion named by a folder; numbers are labels only if no folder names an
 * emotion; the file's name may only confirm the label.
 *
 * @throws {InputError} if a path names no label, or two
 */
export function labelsOf(paths: readonly string[], names: LabelNames): PathLabels {
  const words = meaningfulFolders(paths, (folder) => labelOfWord(folder, names));
  const numbers = meaningfulFolders(paths, (folder) => labelOfNumber(folder, names));
  const labels = new Map<string, number>();
  const byWord: string[] = [];
  const byNumber: string[] = [];
  for (const path of paths) {
    const named = only(path, words.get(path)!) ?? only(path, numbers.get(path)!);
    if (named === undefined) throw unlabelled(path, names);
    confirm(path, named, names);
    labels.set(path, named.meaning);
    (words.get(path)!.length > 0 ? byWord : byNumber).push(path);
  }
  if (byWord.length > 0 && byNumber.length > 0)
    throw new InputError(byNumber[0], 'labelled by a number', `must name an emotion, like ${byWord[0]}`);
  return { labels, notices: assumptions(byWord, byNumber, numbers, names) };
}

/** The label on which the folders agree. @throws {InputError} if they name two */
function only(path: string, folders: readonly NamedFolder<number>[]): NamedFolder<number> | undefined {
  const [first] = folders;
  const other = folders.find(({ meaning }) => meaning !== first.meaning);
  if (other) throw contradiction(path, `folders ${excerpt(first.folder)} and ${excerpt(other.folder)}`);
  return first;
}

/** @throws {InputError} if the file's name names another emotion than its folder */
function confirm(path: string, { folder, meaning }: NamedFolder<number>, names: LabelNames): void {
  const named = wordsOf(stemOf(fileOf(path))).flatMap((word) => labelOfWord(word, names) ?? []);
  if (named.length > 0 && !named.includes(meaning))
    throw contradiction(
      path,
      `folder ${excerpt(folder)} (${names.classes[meaning]}) and file ${excerpt(fileOf(path))}`,
    );
}

function contradiction(path: string, fault: string): InputError {
  return new InputError(path, fault, 'must name the same label');
}

function unlabelled(path: string, { classes, order }: LabelNames): InputError {
  const named = classes.map((name) => name.toLowerCase()).join(', ');
  const constraint = `must be in a folder named ${named} or 0–${classes.length - 1}, ${order}`;
  return new InputError(path, 'no emotion in its path', constraint);
}

function assumptions(
  byWord: readonly string[],
  byNumber: readonly string[],
  numbers: ReadonlyMap<string, readonly NamedFolder<number>[]>,
  names: LabelNames,
): string[] {
  const found = (paths: readonly string[]) =>
    new Set(paths.flatMap((path) => numbers.get(path)!.map(({ meaning }) => meaning)));
  const listed = (paths: readonly string[]) => [...found(paths)].sort((a, b) => a - b).join(', ');
  if (byNumber.length > 0) return [`folders ${listed(byNumber)} are read as ${numberedLabels(found(byNumber), names)}`];
  if (found(byWord).size > 0)
    return [`folders ${listed(byWord)} are not read as labels: other folders of their paths name emotions`];
  return [];
}
