const ts = require('typescript');
require('../scripts/system/register-typescript.cjs');
const { isLocal } = require('./local.cjs');
const { project } = require('./options.cjs');

/**
 * Loads the project's TypeScript with Node's own loader, which handles folders with an index, cyclic imports and stack
 * traces. Resolves bare names by tsconfig.json's `paths`.
 *
 * @typedef {import('../scripts/system/register-typescript.cjs').Loader} Loader
 */
const loader = /** @type {Loader} */ (/** @type {unknown} */ (require('node:module')));

const stock = loader._resolveFilename;
/** @type {Loader['_resolveFilename']} */
const resolve = (name, ...rest) => {
  const named = project.paths?.[name] && ts.resolveModuleName(name, `${process.cwd()}/cell.ts`, project, ts.sys);
  return named?.resolvedModule?.resolvedFileName ?? stock(name, ...rest);
};
loader._resolveFilename = resolve;

/**
 * Removes modules and their importers from the cache, so that the next import reloads them.
 *
 * @param {ReadonlySet<string>} files
 */
exports.forget = (files) => {
  const stale = new Set(files);
  const local = Object.values(require.cache).flatMap((module) => (module && isLocal(module.filename) ? [module] : []));
  for (let before = -1; before < stale.size; ) {
    before = stale.size;
    for (const { filename, children } of local) {
      if (children.some((child) => stale.has(child.filename))) stale.add(filename);
    }
  }
  for (const file of stale) delete require.cache[file];
};
