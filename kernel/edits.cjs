const { statSync } = require('node:fs');
const ts = require('typescript');
const { isLocal } = require('./local.cjs');
const { forget } = require('./loader.cjs');

/**
 * The project's files that TypeScript watches, each with its last known state. The kernel checks them when a cell
 * starts instead of waiting for file-system events: a check is never too late, notices files that an editor replaces,
 * and works on network file systems.
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
 * Reports edits since the last call to TypeScript and to Node's loader.
 *
 * @returns {boolean} whether a file was edited
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
