import { existsSync, rmdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf, tryLock } from '../../scripts/system/lock-file.cjs';
import { InputError } from './errors';
import { makeFolder } from './files';

/** The file in a folder that says which process works in it. */
export const LOCK = '.lock';

/** Another process works in a folder. */
export class FolderInUse extends InputError {}

/** Folders that this process works in. The set outlives the notebook's hot reload. */
const HELD = Symbol.for('fer.training.locks');
const shared = globalThis as { [HELD]?: Set<string> };
shared[HELD] ??= new Set();
const held = shared[HELD];

/**
 * Keeps other processes out of a folder until the returned function is called. A lock whose process is gone is taken
 * over. If this process holds the lock itself, waits for it: an interrupted cell is still writing its checkpoint.
 *
 * @param doing what happens in the folder, for the message
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
      removeEmpty(folder); // the work was refused: it leaves nothing
    };
  } catch (error) {
    held.delete(folder);
    throw error;
  }
}

/** Whether a process works in the folder now. */
export function isLocked(path: string): boolean {
  return holderOf(join(path, LOCK)) !== undefined;
}

/** Locks a folder, which is created if it is missing. Another process may remove it in between, when its work is refused. */
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
    // it holds something, or another process has removed it
  }
}

function described(holder: string): string {
  const [pid, , host = hostname()] = holder.trim().split(' ');
  const where = host === hostname() ? '' : ` on ${host}`;
  return `process ${pid}${where}: wait for it, or choose another name`;
}

/** A path, or the nearest folder or file above it that exists. */
function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path));
}
