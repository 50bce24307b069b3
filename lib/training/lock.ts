import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../errors';
import { makeFolder } from '../files';

/** The file in a folder that says which process works in it: its number, when it started, its host. */
export const LOCK = '.lock';

/** A holder touches its lock this often, in ms, and on another host counts as gone after so long without. */
const HEARTBEAT = 10_000;
const SILENCE = 120_000;

/** Folders that this process works in. The set outlives the notebook's hot reload. */
const HELD = Symbol.for('fer.training.locks');
const shared = globalThis as { [HELD]?: Set<string> };
shared[HELD] ??= new Set();
const held = shared[HELD];

/**
 * Keeps others out of a folder until the returned function is called. A lock whose process is gone is taken over. One
 * that this process holds is waited for: a cell that was interrupted is still writing its checkpoint.
 *
 * @param doing what happens in the folder, for the message
 * @throws {InputError} where another process holds it
 */
export async function lockFolder(path: string, doing = 'trained'): Promise<() => void> {
  while (held.has(path)) await sleep(50);
  if (!statSync(existing(path)).isDirectory())
    throw new InputError('model_save_dir', path, 'must be a folder, or a new one in a folder');
  makeFolder(path);
  const file = join(path, LOCK);
  const mine = `${process.pid} ${startOf(process.pid)} ${hostname()}\n`;
  while (!create(file, mine)) {
    const theirs = read(file);
    if (theirs === undefined) continue; // it was released a moment ago
    if (isAlive(theirs, file)) throw new InputError('name', path, `is being ${doing} by ${told(theirs)}`);
    takeAway(file, theirs);
  }
  held.add(path);
  const heartbeat = setInterval(() => touch(file), HEARTBEAT).unref();
  return () => {
    clearInterval(heartbeat);
    held.delete(path);
    if (read(file) === mine) rmSync(file, { force: true });
    if (readdirSync(path).length === 0) rmdirSync(path); // the work was refused: it leaves nothing
  };
}

/** Whether a process works in the folder now. */
export function isLocked(path: string): boolean {
  const file = join(path, LOCK);
  const holder = read(file);
  return holder !== undefined && isAlive(holder, file);
}

/** A link appears with its content, so that no crash leaves an empty lock. */
function create(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the lock of a process that is gone, and puts it back where a faster process has made its own meanwhile. */
function takeAway(file: string, stale: string): void {
  const taken = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, taken);
    if (readFileSync(taken, 'utf8') !== stale) linkSync(taken, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(taken, { force: true });
  }
}

/** On this host, whether that very process runs; of another host only its heartbeat is seen. */
function isAlive(lock: string, file: string): boolean {
  const [pid, start, host] = lock.trim().split(' ');
  if (host !== undefined && host !== hostname()) {
    const beat = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - beat < SILENCE;
  }
  const now = startOf(Number(pid));
  return now !== undefined && (start === undefined || now === start);
}

/** When a process started, in the system's ticks since it booted; undefined where there is none with this number. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19]; // Z has ended, and nobody has asked how
  } catch {
    return undefined;
  }
}

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // the folder was removed
  }
}

function told(lock: string): string {
  const [pid, , host = hostname()] = lock.trim().split(' ');
  const where = host === hostname() ? '' : ` on ${host}`;
  return `process ${pid}${where}: wait for it, or choose another name`;
}

/** A path, or the nearest folder or file above it that is there. */
function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path));
}
