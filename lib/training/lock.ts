import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../errors';
import { makeFolder } from '../files';

/** The file in a run's folder that says which process trains it. */
export const LOCK = '.lock';

/** Folders that this process trains in. The set outlives the notebook's hot reload. */
const HELD = Symbol.for('fer.training.locks');
const shared = globalThis as { [HELD]?: Set<string> };
shared[HELD] ??= new Set();
const held = shared[HELD];

/**
 * Keeps others out of a run's folder until the returned function is called. A lock whose process is gone is taken
 * over. One that this process holds is waited for: a cell that was interrupted is still writing its checkpoint.
 *
 * @throws {InputError} where another process holds it
 */
export async function lockFolder(path: string): Promise<() => void> {
  while (held.has(path)) await sleep(50);
  if (existsSync(path) && !statSync(path).isDirectory())
    throw new InputError('model_save_dir', path, 'must be a folder');
  makeFolder(path);
  const file = join(path, LOCK);
  while (!create(file)) {
    const holder = Number(readFileSync(file, 'utf8'));
    if (holder !== process.pid && isAlive(holder)) {
      throw new InputError('name', path, `is being trained by process ${holder}: wait for it, or choose another name`);
    }
    rmSync(file, { force: true });
  }
  held.add(path);
  return () => {
    held.delete(path);
    rmSync(file, { force: true });
    if (readdirSync(path).length === 0) rmdirSync(path); // the run was refused: it leaves nothing
  };
}

function create(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
