/** Atomic changes of several files: all of them happen or none, even if the process is killed meanwhile. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { InputError } from './errors';
import { draftOf, makeFolder, syncPath, writeSynced, writeWhole } from './files';

export type Content = string | Uint8Array;
/** The files of a folder, by their relative paths. */
export type FolderContent = Readonly<Record<string, Content>>;

/** Paths are relative to the folder in which the changes are made. */
export interface Changes {
  /** New files and folders by their paths. Existing files are replaced, folders as a whole. */
  readonly write?: Readonly<Record<string, Content | FolderContent>>;
  /** Files to remove, if they exist. */
  readonly remove?: readonly string[];
  /** New paths of files and folders; nothing may exist there. They are in the folder, or next to it as `../NAME.1`. */
  readonly move?: Readonly<Record<string, string>>;
}

/** The remaining steps of a change, stored as a journal next to the drafts. */
interface Journal {
  readonly move: Readonly<Record<string, string>>;
  readonly write: readonly string[];
  /** Modification time of each file, by path: a file changed since then is kept. */
  readonly remove: Readonly<Record<string, number>>;
}

const JOURNAL = /^\.([0-9a-f]{8})\.changes$/;
const DRAFT = /^\..+\.([0-9a-f]{8})(?:-[0-9a-f]{8})?\.partial$/;
/** Age in milliseconds beyond which a draft counts as left by a killed process. */
const ABANDONED = 3_600_000;
/** Attempts to replace a folder while another process replaces it too. */
const TRIES = 10;

/**
 * Changes several files so that readers who call {@link completeChanges} first see all old ones or all new ones.
 *
 * All new content is written to drafts. Then one rename creates a journal of the changes, which commits them: if the
 * process is killed afterwards, the next process that opens the folder completes them.
 *
 * @throws {InputError} if a file would replace a folder
 */
export function changeTogether(folder: string, { write = {}, remove = [], move = {} }: Changes): void {
  completeChanges(folder);
  const id = randomBytes(4).toString('hex');
  const journalFile = join(folder, `.${id}.changes`);
  const entries = Object.entries(write).map(([path, content]) => ({ path, content, target: join(folder, path) }));
  for (const { target, content } of entries)
    if (isFile(content) && isFolder(target)) throw new InputError('file', target, 'must not be a folder');
  try {
    for (const { content, target } of entries) {
      makeFolder(dirname(target));
      removeAbandoned(dirname(target));
      writeDraft(draftOf(target, id), content);
    }
    makeFolder(folder);
    const gone = remove.filter((path) => !(path in write));
    const journal: Journal = { move, write: Object.keys(write), remove: timesOf(folder, gone) };
    if (needsJournal(folder, journal)) writeWhole(journalFile, JSON.stringify(journal));
    else apply(folder, id, journal);
  } catch (error) {
    if (!existsSync(journalFile)) for (const { target } of entries) removeAll(draftOf(target, id));
    throw error;
  }
  complete(folder, id);
}

/** Writes a folder of files, by their relative paths, atomically. Replaces an existing folder. */
export function writeFolderWhole(path: string, files: FolderContent): void {
  changeTogether(dirname(path), { write: { [basename(path)]: files } });
}

/**
 * Completes changes that a killed process left unfinished in a folder. Call it before reading files that change
 * together. Several processes may call it at once.
 *
 * @throws {InputError} if the journal was not written by {@link changeTogether}
 */
export function completeChanges(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const [, id] = JOURNAL.exec(name) ?? [];
    if (id !== undefined) complete(folder, id);
  }
}

/**
 * Cleans up after a killed process in a folder in which no other process writes: completes changes and removes drafts.
 */
export function finishWriting(folder: string): void {
  completeChanges(folder);
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (/^\..+\.partial$/.test(name)) removeAll(join(folder, name));
}

/** Removes a folder. If the process is killed, the whole folder remains, or a draft. */
export function removeFolder(path: string): void {
  const draft = draftOf(path);
  renameSync(path, draft);
  removeAll(draft);
}

function complete(folder: string, id: string): void {
  const file = join(folder, `.${id}.changes`);
  const text = textOf(file);
  if (text === undefined) return; // another process has completed it
  apply(folder, id, parsed(file, text));
  rmSync(file, { force: true });
}

/** Each step is skipped if it was done already, so that it can be repeated, even by two processes. */
function apply(folder: string, id: string, { move, write, remove }: Journal): void {
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
function needsJournal(folder: string, { move, write, remove }: Journal): boolean {
  const steps = write.length + Object.keys(remove).length + Object.keys(move).length;
  return steps > 1 || write.some((path) => isFolder(join(folder, path)));
}

function writeDraft(draft: string, content: Content | FolderContent): void {
  if (isFile(content)) {
    writeSynced(draft, content);
    return;
  }
  makeFolder(draft);
  for (const [name, part] of Object.entries(content)) {
    makeFolder(dirname(join(draft, name)));
    writeSynced(join(draft, name), part);
  }
  for (const folder of new Set(['.', ...Object.keys(content).map(dirname)])) syncPath(join(draft, folder));
}

/** Removes drafts left by killed processes, except those of a journal in the folder or its parent. */
export function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, id] = DRAFT.exec(name) ?? [];
    if (id === undefined || !(Date.now() - (timeOf(join(folder, name)) ?? 0) > ABANDONED)) continue;
    const journals = [folder, dirname(folder)].map((place) => join(place, `.${id}.changes`));
    if (!journals.some((file) => existsSync(file))) removeAll(join(folder, name));
  }
}

function timesOf(folder: string, paths: readonly string[]): Record<string, number> {
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

function timeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isFile(content: Content | FolderContent): content is Content {
  return typeof content === 'string' || content instanceof Uint8Array;
}

function removeAll(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
