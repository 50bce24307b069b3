import { existsSync, rmdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf, tryLock } from '../../scripts/system/lock-file.cjs';
import { InputError } from './errors';
import { makeFolder } from './files';

/** File in a folder that names the process that works there. */
export const LOCK = '.lock';

/** Another process is working in the folder. */
export class FolderInUse extends InputError {}

/** Folders in which this process works. Kept across the notebook's hot reload. */
const HELD = Symbol.for('fer.training.locks');
const shared = globalThis as { [HELD]?: Set<string> };
shared[HELD] ??= new Set();
const held = shared[HELD];

/**
 * Locks a folder against other processes until the returned function is called. Takes over a lock whose process is
 * gone. If this process itself holds the lock, waits for it: an interrupted cell may still be writing its checkpoint.
 *
 * @param doing what is done with the folder, for the message
 * @throws {FolderInUse} if another process holds the lock
 * @throws {InputError} if the path is not a folder and cannot become one
 */
export async function lockFolder(path: string, doing = 'trained'): Promise<() => void> {
  const folder = resolve(path);
  while (held.has(folder)) await sleep(50);
  if (!statSync(existing(folder)).isDirectory())
    throw new InputError('model_save_dir', path, 'must be a folder, or a new one in a folder');
  held.add(folder);
  try {
    const { holder, release } = await lockIn(folder);
    if (holder !== undefined) throw new FolderInUse('name', path, `is being ${doing} by ${described(holder)}`);
    return () => {
      held.delete(folder);
      release();
      removeEmpty(folder); // nothing is done, so nothing is left behind
    };
  } catch (error) {
    held.delete(folder);
    throw error;
  }
}

/** Whether a process is working in the folder. */
export function isLocked(path: string): boolean {
  return holderOf(join(path, LOCK)) !== undefined;
}

/** Locks a folder and creates it if it is missing. Another process may remove it in between, if it cannot use it. */
async function lockIn(folder: string, tries = 10): ReturnType<typeof tryLock> {
  makeFolder(folder);
  try {
    return await tryLock(join(folder, LOCK));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries === 1) throw error;
    return lockIn(folder, tries - 1);
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // not empty, or removed by another process
  }
}

function described(holder: string): string {
  const [pid, , host = hostname()] = holder.trim().split(' ');
  const where = host === hostname() ? '' : ` on ${host}`;
  return `process ${pid}${where}: wait for it, or choose another name`;
}

/** The path, or its nearest parent that exists. */
function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path));
}
