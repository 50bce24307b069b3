// Keeps what V8 compiled of each CommonJS module in `.cache/code` for other processes: up to a third of the time in
// which `lib` is loaded would go into compiling it and TensorFlow.js again.
const Module = require('node:module');
const { dirname } = require('node:path');
const v8 = require('node:v8');
const vm = require('node:vm');
const { Cache } = require('./cache.cjs');

/**
 * Node's loader, as far as its declarations leave it out.
 *
 * @typedef {object} Loader
 * @property {(folder: string) => unknown} [enableCompileCache] since Node 22.1
 * @property {{ _compile(this: LoadedModule, code: string, file: string, format?: string): unknown }} prototype
 * @property {(code: string) => string} wrap
 */

/** @typedef {NodeJS.Module & { take?: (require: NodeJS.Require) => void }} LoadedModule */

const loader = /** @type {Loader} */ (/** @type {unknown} */ (Module));
const cache = new Cache('code');

/** Does what Node's function does: takes compiled modules from the cache, and adds the others when the process ends. */
function enableCompileCache() {
  /** @type {Map<vm.Script, string>} */
  const added = new Map();
  process.on('exit', () => {
    if (added.size > 0) cache.trim();
    for (const [script, key] of added) cache.set(key, script.createCachedData()); // with the functions that ran
  });

  const compile = loader.prototype._compile;
  /**
   * @this {LoadedModule}
   * @param {string} code
   * @param {string} file
   * @param {string} [format]
   */
  loader.prototype._compile = function (code, file, format) {
    const script = format === 'module' ? undefined : scriptOf(code, file, added);
    if (script === undefined) return compile.call(this, code, file, format); // which reports errors
    const isPackage = file.includes('/node_modules/'); // whose source maps would take time
    const map = isPackage || !script.sourceMapURL ? '' : `\n//# sourceMappingURL=${script.sourceMapURL}`;
    /** @type {NodeJS.Require | undefined} */
    let require;
    this.take = (given) => {
      require = given;
    };
    compile.call(this, `module.take(require)${map}`, file, 'commonjs'); // Node makes `require`, and reads the source map
    delete this.take;
    return script.runInThisContext().call(this.exports, this.exports, require, this, file, dirname(file));
  };
}

/** V8 rejects code of other versions, flags and processors, but not that of other patches, which ends the process. */
const VERSION = `${process.version} ${v8.cachedDataVersionTag()}`;
/** A call of `import`, not of a method; in code from the cache, it would fail. */
const DYNAMIC_IMPORT = /(?<![^.]\.)\bimport\s*\(/;
/**
 * Packages that call it for what this project does not use (plugins of editors, Kerberos, Node 18), and take a tenth to a
 * quarter of a second to compile.
 */
const WITHOUT_IMPORT = /\/node_modules\/(typescript|playwright-core)\/lib\/\w+\.js$/;
/** Columns by which the function around a module moves its first line. */
const MOVED = loader.wrap('').indexOf('\n');

/**
 * @param {string} code
 * @param {string} filename
 * @param {Map<vm.Script, string>} added receives a script that is not in the cache, with its key
 * @returns {vm.Script | undefined} none of code that is no CommonJS module or cannot be kept
 */
function scriptOf(code, filename, added) {
  const key = `${VERSION} ${filename}\n${code}`; // the compiled code contains the name
  const cachedData = cache.get(key);
  if (cachedData === undefined && DYNAMIC_IMPORT.test(code) && !WITHOUT_IMPORT.test(filename)) return undefined;
  try {
    const script = new vm.Script(loader.wrap(code), { filename, columnOffset: -MOVED, cachedData });
    if (cachedData === undefined || script.cachedDataRejected) added.set(script, key);
    return script;
  } catch {
    return undefined;
  }
}

if (loader.enableCompileCache) loader.enableCompileCache(cache.folder);
else enableCompileCache(); // Node 20
