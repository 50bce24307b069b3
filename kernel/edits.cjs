const { statSync } = require('node:fs');
const ts = require('typescript');
const { declared, readSources } = require('./declarations.cjs');
const { isLocal } = require('./local.cjs');
const { forget } = require('./loader.cjs');

/** Packages do not change while a kernel runs, and to watch their hundreds of folders takes a while. */
const unwatched = { close() {} };

/**
 * The project's files that TypeScript watches, each with its last known state. The kernel checks them when a cell
 * starts instead of waiting for file-system events: a check is never too late, notices files that an editor replaces,
 * and works on network file systems.
 *
 * @typedef {{ file: string, state: string, callback: import('typescript').FileWatcherCallback }} Watched
 * @type {Set<Watched>}
 */
const watched = new Set();

const { watchDirectory } = ts.sys;
ts.sys.watchDirectory = (folder, ...rest) =>
  isPackage(folder) ? unwatched : (watchDirectory?.(folder, ...rest) ?? unwatched);

ts.sys.watchFile = (file, callback) => {
  if (!isLocal(file)) return unwatched;
  const entry = { file, state: stateOf(file), callback };
  watched.add(entry);
  return { close: () => watched.delete(entry) };
};

// TypeScript watches only what it reads, and the declarations of `lib` leave out most of its modules.
for (const file of declared.keys()) watched.add({ file, state: stateOf(file), callback() {} });

/**
 * Reports edits since the last call to TypeScript and to Node's loader.
 *
 * @returns {boolean} whether a file was edited
 */
exports.noticeEdits = () => {
  const edited = [...watched].filter(({ file, state }) => state !== stateOf(file));
  if (edited.some(({ file }) => declared.has(file))) readAgain(edited);
  for (const entry of edited) {
    const before = entry.state;
    entry.state = stateOf(entry.file);
    entry.callback(entry.file, kindOf(before, entry.state));
  }
  forget(new Set(edited.map(({ file }) => file)));
  return edited.length > 0;
};

/**
 * Makes TypeScript read the sources of `lib` instead of its declarations.
 *
 * @param {readonly Watched[]} edited
 */
function readAgain(edited) {
  if (!readSources()) return;
  for (const entry of watched) {
    if (declared.has(entry.file) && !edited.includes(entry)) {
      entry.callback(entry.file, ts.FileWatcherEventKind.Changed);
    }
  }
}

/** @param {string} folder */
function isPackage(folder) {
  return !isLocal(`${folder}/`);
}

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
