// node --require scripts/system/register-typescript.cjs FILE.ts: runs TypeScript. `import … from 'lib'` works in files
// of any folder.
require('./code-cache.cjs');
const { dirname, join } = require('node:path');
const { compiled } = require('./compiled.cjs');

/**
 * Node's loader, as far as its declarations leave it out.
 *
 * @typedef {object} Loader
 * @property {Record<string, (module: { _compile(code: string, file: string): void }, file: string) => void>} _extensions
 * @property {(name: string, ...rest: unknown[]) => string} _resolveFilename
 */

const loader = /** @type {Loader} */ (/** @type {unknown} */ (require('node:module')));
const LIB = join(dirname(dirname(__dirname)), 'lib', 'index.ts');

process.setSourceMapsEnabled(true);

/** @type {Loader['_extensions'][string]} */
const load = (module, file) => module._compile(compiled(file), file);
loader._extensions['.ts'] = load;

const loadScript = loader._extensions['.js'];
/** @type {Loader['_extensions'][string]} */
const loadOwnScript = (module, file) => (file.includes('/node_modules/') ? loadScript : load)(module, file);
loader._extensions['.js'] = loadOwnScript; // a user's file may have `import`

const stock = loader._resolveFilename;
/** @type {Loader['_resolveFilename']} */
const resolve = (name, ...rest) => (name === 'lib' ? LIB : stock(name, ...rest));
loader._resolveFilename = resolve;
