/** Atomic changes of several files: all of them happen or none, even if the process is killed meanwhile. */
import { randomBytes } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Content, type FolderContent, isFileContent, removeAbandoned, removeDrafts, writeDraft } from './drafts';
import { InputError } from './errors';
import { draftOf, isFolder, makeFolder, removeAll, writeWhole } from './files';
import { apply, complete, type Journal, journalFile, journalIds, needsJournal, timesOf } from './journal';

export type { Content, FolderContent };

/** Paths are relative to the folder in which the changes are made. */
export interface Changes {
  /** New files and folders by their paths. Existing files are replaced, folders as a whole. */
  readonly write?: Readonly<Record<string, Content | FolderContent>>;
  /** Files to remove, if they exist. */
  readonly remove?: readonly string[];
  /** New paths of files and folders; nothing may exist there. They are in the folder, or next to it as `../NAME.1`. */
  readonly move?: Readonly<Record<string, string>>;
}

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
  const file = journalFile(folder, id);
  const entries = Object.entries(write).map(([path, content]) => ({ path, content, target: join(folder, path) }));
  for (const { target, content } of entries)
    if (isFileContent(content) && isFolder(target)) throw new InputError('file', target, 'must not be a folder');
  try {
    for (const { content, target } of entries) {
      makeFolder(dirname(target));
      removeAbandoned(dirname(target));
      writeDraft(draftOf(target, id), content);
    }
    makeFolder(folder);
    const gone = remove.filter((path) => !(path in write));
    const journal: Journal = { move, write: Object.keys(write), remove: timesOf(folder, gone) };
    if (needsJournal(folder, journal)) writeWhole(file, JSON.stringify(journal));
    else apply(folder, id, journal);
  } catch (error) {
    if (!existsSync(file)) for (const { target } of entries) removeAll(draftOf(target, id));
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
  for (const id of journalIds(folder)) complete(folder, id);
}

/**
 * Cleans up after a killed process in a folder in which no other process writes: completes changes and removes drafts.
 */
export function finishWriting(folder: string): void {
  completeChanges(folder);
  removeDrafts(folder);
}

/** Removes a folder. If the process is killed, the whole folder remains, or a draft. */
export function removeFolder(path: string): void {
  const draft = draftOf(path);
  renameSync(path, draft);
  removeAll(draft);
}
