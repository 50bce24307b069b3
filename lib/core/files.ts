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
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** The project's root, wherever a command or a notebook was started. */
export const ROOT = resolve(__dirname, '..', '..');

/** Where runs leave what they produce. */
export const OUTPUTS = join(ROOT, 'outputs');

/** Makes a folder and those above it. Node's own `recursive` never returns where the system says ENOENT, as below /proc. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process was faster
  }
}

/** Writes a file whole or not at all: readers see the old content or the new, also after a power cut. */
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

/** The hidden name beside a path under which its new content waits, so that the rename stays on one file system. */
export function draftOf(path: string, id = randomBytes(4).toString('hex')): string {
  return join(dirname(path), `.${basename(path)}.${id}.partial`);
}

/** Writes a file and waits until the disk has it. */
export function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Waits until the disk has all files below a folder. */
export function syncAll(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncAll(path);
    else syncPath(path);
  }
  syncPath(folder);
}

/** What file systems answer that cannot synchronise a file or a folder, as many that are mounted over a network. */
const UNSUPPORTED = ['EINVAL', 'ENOTSUP', 'ENOSYS', 'EBADF', 'EISDIR', 'EACCES', 'EPERM'];

/** Waits until the disk has a file's content, or the names in a folder, if the file system can. */
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
