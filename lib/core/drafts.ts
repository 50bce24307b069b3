import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, removeAll, syncPath, timeOf, writeSynced } from './files';
import { journalFile } from './journal';

export type Content = string | Uint8Array;
/** The files of a folder, by their relative paths. */
export type FolderContent = Readonly<Record<string, Content>>;

const DRAFT = /^\..+\.([0-9a-f]{8})(?:-[0-9a-f]{8})?\.partial$/;
/** Age in milliseconds beyond which a draft counts as left by a killed process. */
const ABANDONED = 3_600_000;

/** Writes a file, or a folder of files, that is not in its place yet, and waits until it is on disk. */
export function writeDraft(draft: string, content: Content | FolderContent): void {
  if (isFileContent(content)) {
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
    const journals = [folder, dirname(folder)].map((place) => journalFile(place, id));
    if (!journals.some((file) => existsSync(file))) removeAll(join(folder, name));
  }
}

/** Removes all drafts in a folder in which no other process writes. */
export function removeDrafts(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (/^\..+\.partial$/.test(name)) removeAll(join(folder, name));
}

/** Whether content is that of a file, not of a folder. */
export function isFileContent(content: Content | FolderContent): content is Content {
  return typeof content === 'string' || content instanceof Uint8Array;
}
