const { createHash, randomBytes } = require('node:crypto');
const { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { identity, isRunning } = require('./identity.cjs');

/**
 * Ms between two updates of a held lock file's time. A holder on another machine counts as gone after SILENCE without
 * an update.
 */
const HEARTBEAT = 10_000;
const SILENCE = 120_000;
/**
 * Ms after which an empty lock file counts as abandoned by a crash between its creation and the writing of its content.
 */
const GRACE = 5000;
/** Ms between two checks of a lock file. */
const POLL = 50;

/**
 * A lock is a file that names the process that created it. It only needs exclusive creation: many file systems lack
 * hard links and renames without replacement.
 *
 * A lock whose holder is gone is removed by one process at a time, which holds a second lock during the removal.
 * Otherwise the slower of two processes would remove the lock that the faster one has just created.
 *
 * @typedef {object} Attempt
 * @property {string} [holder] the living process that holds the lock, as `identity` gives it; undefined if this one
 * does
 * @property {() => void} release releases the lock, unless another process has taken it over
 */

/**
 * Takes a lock if it is free or its holder is gone.
 *
 * @param {string} file in a folder that exists
 * @returns {Promise<Attempt>}
 */
async function tryLock(file) {
  const mine = `${identity(process.pid)} ${randomBytes(8).toString('hex')}\n`;
  for (;;) {
    if (create(file, mine)) return { release: hold(file, mine) };
    const holder = read(file);
    if (holder === undefined) await sleep(1); // it has just been released
    if (holder === undefined) continue;
    if (isComplete(holder) && isAlive(file, holder)) return { holder, release() {} };
    if (isComplete(holder) || (await isUnchanged(file, POLL))) await takeAway(file, holder);
  }
}

/**
 * The running process that holds a lock, as `identity` returns it. Empty while the lock is being created; undefined if
 * it is free.
 *
 * @param {string} file
 */
function holderOf(file) {
  const holder = read(file);
  if (holder === undefined) return undefined;
  return (isComplete(holder) ? isAlive(file, holder) : silence(file) < GRACE) ? holder : undefined;
}

/**
 * @param {string} file
 * @param {string} content
 * @returns {boolean} whether this process has created it
 */
function create(file, content) {
  const began = Date.now();
  let handle;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeFileSync(handle, content);
    closeSync(handle);
  } catch (error) {
    rmSync(file, { force: true }); // the disk is full
    throw error;
  }
  if (Date.now() - began < GRACE / 2) return true;
  release(file, content); // others may have removed it because it was empty for too long
  return false;
}

/**
 * @param {string} file
 * @param {string} mine
 */
function hold(file, mine) {
  const heartbeat = setInterval(() => touch(file), HEARTBEAT).unref();
  return () => {
    clearInterval(heartbeat);
    release(file, mine);
  };
}

/**
 * @param {string} file
 * @param {string} mine
 */
function release(file, mine) {
  if (read(file) === mine) rmSync(file, { force: true });
}

/**
 * Removes a lock whose holder is gone.
 *
 * @param {string} file
 * @param {string} holder
 */
async function takeAway(file, holder) {
  const death = isComplete(holder) ? createHash('sha256').update(holder).digest('hex').slice(0, 12) : 'empty';
  const guard = `${file}.${death}`;
  let attempt = await tryLock(guard);
  for (; attempt.holder !== undefined; attempt = await tryLock(guard)) await sleep(POLL);
  try {
    const gone = isComplete(holder) ? read(file) === holder : await isUnchanged(file, GRACE);
    if (gone) rmSync(file, { force: true });
  } finally {
    attempt.release();
  }
}

/**
 * Whether a lock file remains incomplete for some time.
 *
 * @param {string} file
 * @param {number} time in ms
 */
async function isUnchanged(file, time) {
  const before = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  for (const end = performance.now() + time; ; await sleep(POLL)) {
    const holder = read(file);
    const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs !== before;
    if (holder === undefined || changed || isComplete(holder)) return false;
    if (performance.now() >= end) return true;
  }
}

/**
 * @param {string} file
 * @param {string} holder
 */
function isAlive(file, holder) {
  return isRunning(holder) ?? silence(file) < SILENCE;
}

/** @param {string} holder */
function isComplete(holder) {
  return holder.endsWith('\n');
}

/**
 * Ms since a lock file was last touched.
 *
 * @param {string} file
 */
function silence(file) {
  const now = Date.now();
  return now - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? now);
}

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // its folder was removed, or the disk does not respond: the next heartbeat tries again
  }
}

/**
 * Content of a lock file; undefined if there is none.
 *
 * @param {string} file
 */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

module.exports = { tryLock, holderOf };
