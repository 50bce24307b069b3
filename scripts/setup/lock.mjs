import { linkSync, mkdirSync, readFileSync, rmSync, statSync, utimes, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identity, isRunning } from './identity.mjs';

/** A holder on another host shows that it is alive by touching its lock every so often, in ms. */
const HEARTBEAT = 5_000;
const SILENCE = 60_000;

/**
 * Runs `work` while holding a lock file. Whoever comes second waits; a lock whose holder has died is taken over.
 *
 * @param {string} file
 * @param {() => void} onWait called once if another process holds it
 * @param {() => Promise<void>} work
 */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  await acquire(file, onWait);
  const heartbeat = setInterval(() => utimes(file, new Date(), new Date(), () => {}), HEARTBEAT);
  const release = () => rmSync(file, { force: true });
  process.on('exit', release);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/**
 * @param {string} file
 * @param {() => void} [onWait]
 */
async function acquire(file, onWait) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, identity(process.pid));
  try {
    for (let waiting = false; !tryLink(mine, file); ) {
      const holder = read(file);
      if (isAbandoned(file, holder)) {
        await removeAbandoned(file, holder);
        continue;
      }
      if (!waiting) onWait?.();
      waiting = true;
      await sleep(200);
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * Removes a dead holder's lock. Only who holds the lock on this one death may: the slower of two would otherwise remove
 * the living lock that the faster one has made meanwhile.
 *
 * @param {string} file
 * @param {string} holder
 */
async function removeAbandoned(file, holder) {
  const guard = `${file}.${holder.replaceAll(' ', '-')}`;
  await acquire(guard);
  if (read(file) === holder) rmSync(file);
  rmSync(guard);
}

/**
 * @param {string} file
 * @param {string} holder empty if the lock was released just now
 */
function isAbandoned(file, holder) {
  if (holder === '') return false;
  const silence = Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return !(isRunning(holder) ?? silence < SILENCE);
}

/**
 * @param {string} existing
 * @param {string} file
 */
function tryLink(existing, file) {
  try {
    linkSync(existing, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
