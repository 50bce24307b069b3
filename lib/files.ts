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
export const ROOT = resolve(__dirname, '..');

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
  const temporary = beside(path);
  try {
    writeSynced(temporary, content);
    renameSync(temporary, path);
    sync(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Writes a folder of files, by their paths in it, whole or not at all. One that stands there already is replaced; where
 * a process is killed in that moment, {@link finishWriting} brings it back.
 */
export function writeFolderWhole(path: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  const temporary = beside(path);
  mkdirSync(temporary, { recursive: true });
  try {
    for (const [name, content] of Object.entries(files)) {
      makeFolder(dirname(join(temporary, name)));
      writeSynced(join(temporary, name), content);
    }
    for (const folder of new Set(['.', ...Object.keys(files).map(dirname)])) sync(join(temporary, folder));
    if (existsSync(path)) {
      const old = join(dirname(path), `.${basename(path)}.old`);
      rmSync(old, { recursive: true, force: true });
      renameSync(path, old);
      renameSync(temporary, path);
      rmSync(old, { recursive: true });
    } else renameSync(temporary, path);
    sync(dirname(path));
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** Clears up what a process that was killed left in a folder: half-written files go, what it was replacing comes back. */
export function finishWriting(folder: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const replaced = /^\.(.+)\.old$/.exec(name);
    if (replaced && !existsSync(join(folder, replaced[1]))) renameSync(join(folder, name), join(folder, replaced[1]));
    else if (replaced || /^\..+\.partial$/.test(name)) rmSync(join(folder, name), { recursive: true });
  }
}

/** A hidden name in the same folder, so that the rename stays on one file system. */
function beside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.partial`);
}

function writeSynced(path: string, content: string | Uint8Array): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** What file systems answer that cannot synchronise a folder, as many that are mounted over a network. */
const UNSUPPORTED = ['EINVAL', 'ENOTSUP', 'ENOSYS', 'EBADF', 'EISDIR', 'EACCES', 'EPERM'];

function sync(folder: string): void {
  let handle: number | undefined;
  try {
    handle = openSync(folder, 'r');
    fsyncSync(handle);
  } catch (error) {
    if (!UNSUPPORTED.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
