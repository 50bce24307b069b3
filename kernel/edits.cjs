const { statSync } = require('node:fs');
const ts = require('typescript');
const { isLocal } = require('./local.cjs');
const { forget } = require('./loader.cjs');

/**
 * The project's files that TypeScript watches, each with its state when it was last looked at. They are looked at when
 * a cell starts, not when the file system reports a change: that is never too late, does not lose a file that an editor
 * replaces, and works on network file systems.
 *
 * @typedef {{ file: string, state: string, callback: import('typescript').FileWatcherCallback }} Watched
 * @type {Set<Watched>}
 */
const watched = new Set();

const { watchFile } = ts.sys;
ts.sys.watchFile = (file, callback, ...rest) => {
  if (!isLocal(file)) return watchFile?.(file, callback, ...rest) ?? { close() {} };
  const entry = { file, state: stateOf(file), callback };
  watched.add(entry);
  return { close: () => watched.delete(entry) };
};

/**
 * Tells TypeScript and Node's loader what was edited since the last call.
 *
 * @returns {boolean} whether anything was
 */
exports.noticeEdits = () => {
  const edited = [...watched].filter(({ file, state }) => state !== stateOf(file));
  for (const entry of edited) {
    const before = entry.state;
    entry.state = stateOf(entry.file);
    entry.callback(entry.file, kindOf(before, entry.state));
  }
  forget(new Set(edited.map(({ file }) => file)));
  return edited.length > 0;
};

/** @param {string} file */
function stateOf(file) {
  const { ino, size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? {};
  return ino === undefined ? '' : `${ino} ${size} ${mtimeMs}`;
}

/**
 * @param {string} before
 * @param {string} after
 */
function kindOf(before, after) {
  if (before === '') return ts.FileWatcherEventKind.Created;
  return after === '' ? ts.FileWatcherEventKind.Deleted : ts.FileWatcherEventKind.Changed;
}
