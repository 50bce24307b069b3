/** Journals of changes: what is left of a change when its process was killed. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { InputError } from './errors';
import { draftOf, isFolder, makeFolder, removeAll, syncPath, timeOf } from './files';

/** The remaining steps of a change, stored as a journal next to the drafts. */
export interface Journal {
  readonly move: Readonly<Record<string, string>>;
  readonly write: readonly string[];
  /** Modification time of each file, by path: a file changed since then is kept. */
  readonly remove: Readonly<Record<string, number>>;
}

const JOURNAL = /^\.([0-9a-f]{8})\.changes$/;
/** Attempts to replace a folder while another process replaces it too. */
const TRIES = 10;

/** The journal of a change. */
export function journalFile(folder: string, id: string): string {
  return join(folder, `.${id}.changes`);
}

/** The changes in a folder that are not complete. */
export function journalIds(folder: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.flatMap((name) => JOURNAL.exec(name)?.[1] ?? []);
}

/** Completes a change, unless another process has completed it. @throws {InputError} for a damaged journal */
export function complete(folder: string, id: string): void {
  const file = journalFile(folder, id);
  const text = textOf(file);
  if (text === undefined) return; // another process has completed it
  apply(folder, id, parsed(file, text));
  rmSync(file, { force: true });
}

/** Each step is skipped if it was done already, so that it can be repeated, even by two processes. */
export function apply(folder: string, id: string, { move, write, remove }: Journal): void {
  for (const [from, to] of Object.entries(move)) {
    const target = join(folder, to);
    if (existsSync(target)) continue;
    makeFolder(dirname(target));
    if (renamed(join(folder, from), target, ['ENOENT', 'ENOTEMPTY'])) syncPath(dirname(target));
  }
  for (const path of write) replace(join(folder, path), id);
  for (const [path, time] of Object.entries(remove))
    if (timeOf(join(folder, path)) === time) rmSync(join(folder, path), { force: true });
  for (const place of new Set([folder, ...write.map((path) => dirname(join(folder, path)))])) syncPath(place);
}

/** Moves a draft to the path of the file or folder that it replaces. */
function replace(target: string, id: string): void {
  const draft = draftOf(target, id);
  for (let tries = 1; existsSync(draft); tries++) {
    const old = draftOf(target, `${id}-${randomBytes(4).toString('hex')}`);
    const moved = isFolder(target) && renamed(target, old);
    // Another process that replaces the folder may have moved it, or the draft, first.
    const placed = renamed(draft, target, tries < TRIES ? ['ENOENT', 'ENOTEMPTY', 'EEXIST'] : ['ENOENT']);
    if (moved && !placed && !existsSync(target)) renamed(old, target); // it was the new folder
    removeAll(old);
  }
}

/** A change needs a journal if it has more than one step, or replaces a folder. */
export function needsJournal(folder: string, { move, write, remove }: Journal): boolean {
  const steps = write.length + Object.keys(remove).length + Object.keys(move).length;
  return steps > 1 || write.some((path) => isFolder(join(folder, path)));
}

/** The modification times of those files that exist. */
export function timesOf(folder: string, paths: readonly string[]): Record<string, number> {
  const times = paths.map((path) => [path, timeOf(join(folder, path))] as const);
  return Object.fromEntries(times.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

/** Parses a journal. Its paths must stay inside the folder, since the folder may come from somebody else. */
function parsed(file: string, text: string): Journal {
  try {
    const { move, write, remove }: Journal = JSON.parse(text);
    const folder = dirname(file);
    const inside = (path: string) => !/^(\/|\.\.(\/|$))/.test(normalize(path));
    const beside = (path: string) => /^\.\d+\//.test(join(folder, path).slice(folder.length));
    const paths = [...write, ...Object.keys(remove), ...Object.keys(move)];
    if (paths.every(inside) && Object.values(move).every((path) => inside(path) || beside(path)))
      return { move, write, remove };
  } catch {
    // Not JSON, or JSON of another shape.
  }
  throw new InputError(file, 'damaged', 'must be a journal that this project wrote; remove it');
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Renames a file. @returns whether it was done; `expected` are error codes that mean it was not */
function renamed(from: string, to: string, expected = ['ENOENT']): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (expected.includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}
