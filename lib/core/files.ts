import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The project's root, independent of the working directory. */
export const ROOT = resolve(__dirname, '..', '..');

/** Folder for the output of runs. */
export const OUTPUTS = join(ROOT, 'outputs');

/**
 * Creates a folder and its parents. Node's own `recursive` never returns if the system reports ENOENT, as below /proc.
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process has created it
  }
}

/** Writes a file atomically: readers see either the old or the new content, even after a power failure. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  makeFolder(dirname(path));
  const temporary = draftOf(path);
  try {
    writeSynced(temporary, content);
    renameSync(temporary, path);
    syncPath(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** The hidden name of a draft, in the same folder so that the rename stays on one file system. */
export function draftOf(path: string, id = randomBytes(4).toString('hex')): string {
  return join(dirname(path), `.${basename(path)}.${id}.partial`);
}

/** Writes a file and waits until it is on disk. */
export function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until all files below a folder are on disk. */
export function syncAll(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncAll(path);
    else syncPath(path);
  }
  syncPath(folder);
}

/** Error codes of file systems that cannot synchronise files or folders, such as many network file systems. */
const UNSUPPORTED = ['EINVAL', 'ENOTSUP', 'ENOSYS', 'EBADF', 'EISDIR', 'EACCES', 'EPERM'];

/** Waits until a file's content, or a folder's entries, are on disk, if the file system supports it. */
export function syncPath(path: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    fsyncSync(handle);
  } catch (error) {
    if (!UNSUPPORTED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** The modification time of a file, in milliseconds; undefined if there is none. */
export function timeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** Removes a file or a folder, if it exists. */
export function removeAll(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
