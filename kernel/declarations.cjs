const { hash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const ts = require('typescript');

/**
 * The declarations of `lib`. TypeScript reads them instead of the sources when it compiles cells: a quarter of the text,
 * and none of the packages that `lib` uses only inside. `declare.cjs` has written them, with a digest of each source.
 *
 * @typedef {object} Declared
 * @property {string} source digest of the source
 * @property {string} [declaration] none of a JavaScript file, which is read itself
 *
 * @typedef {object} Stored
 * @property {string} compiler what else the declarations depend on
 * @property {Readonly<Record<string, Declared>>} files by path in the project
 */
const FILE = resolve('.cache', 'declarations.json');

/**
 * The files of `lib`, each with its source at the start of the kernel. None if one has changed since `declare.cjs` ran.
 *
 * @type {ReadonlyMap<string, { source: string, declaration?: string }>}
 */
const declared = read();
const { readFile } = ts.sys;
ts.sys.readFile = (file, encoding) => declared.get(file)?.declaration ?? readFile(file, encoding);

function read() {
  try {
    /** @type {Stored} */
    const { compiler, files } = JSON.parse(readFileSync(FILE, 'utf8'));
    const entries = Object.entries(files).map(([file, stored]) => {
      const source = readFileSync(file, 'utf8');
      if (digest(source) !== stored.source) throw new Error(`${file} has changed`);
      return /** @type {const} */ ([resolve(file), { source, declaration: stored.declaration }]);
    });
    return new Map(compiler === compilerOf() ? entries : []);
  } catch {
    return new Map(); // the kernel works without
  }
}

/**
 * Makes TypeScript read the sources from now on, since one was edited: types in the declarations may depend on it.
 *
 * @returns {boolean} whether it has read declarations until now
 */
function readSources() {
  const before = ts.sys.readFile;
  ts.sys.readFile = readFile;
  return before !== readFile;
}

/** The compiler, its options and the versions of all packages. */
function compilerOf() {
  const others = ['tsconfig.json', 'package-lock.json'].map((file) => readFileSync(file, 'utf8'));
  return digest([ts.version, ...others].join('\n'));
}

/** @param {string} text */
function digest(text) {
  return hash('sha256', text);
}

module.exports = { FILE, compilerOf, declared, digest, readSources };
