const { readdirSync, readFileSync } = require('node:fs');
const { basename, dirname, join, relative, sep } = require('node:path');
const { Cache, attempt } = require('./cache.cjs');

/**
 * TypeScript compiled to JavaScript (CommonJS), kept in `.cache/modules` for other processes: to compile `lib` takes as
 * long as to run it. The key is compiler, options and source, so a source that was edited is compiled again.
 */

const ROOT = dirname(dirname(__dirname));
const cache = new Cache('modules');

/** @type {import('esbuild').BuildOptions} */
const OPTIONS = {
  format: 'cjs',
  platform: 'node',
  target: 'es2022',
  supported: { 'dynamic-import': false }, // `import()` loads TypeScript as `require` does
  sourcemap: 'external',
  tsconfigRaw: '{}', // no option of tsconfig.json changes the output
  logLevel: 'silent',
};

/**
 * Compiles a file, or takes its JavaScript from the cache.
 *
 * @param {string} file absolute path
 * @returns {string} JavaScript with an inline source map
 * @throws {SyntaxError} that names the file, the line and the column
 */
exports.compiled = (file) => cached(file) ?? compileWithOthers(file) ?? compile([file])[0];

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function cached(file) {
  return cache.get(keyOf(file, readFileSync(file, 'utf8')))?.toString();
}

/**
 * Compiles a file of the project together with those of its top folder, as `lib`, that are not in the cache either: the
 * compiler takes longer to start than to compile hundreds of files. If one of these is broken, none is compiled.
 *
 * @param {string} file
 * @returns {string | undefined}
 */
function compileWithOthers(file) {
  const [top, ...rest] = relative(ROOT, file).split(sep);
  if (rest.length === 0 || top.startsWith('.')) return undefined;
  const folder = join(ROOT, top);
  const others = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => join(folder, path))
    .filter((path) => path !== file && attempt(() => cached(path) ?? MISSING) === MISSING);
  return attempt(() => compile([file, ...others])[0]);
}

const MISSING = Symbol('not in the cache');

/**
 * Compiles files and fills the cache.
 *
 * @param {readonly string[]} files
 * @returns {string[]} JavaScript by file
 */
function compile(files) {
  const outputs = new Map(build(files).map(({ path, text }) => [path, text]));
  cache.trim();
  return files.map((file, i) => {
    const { sourcesContent, ...map } = JSON.parse(outputs.get(`/${i}.js.map`) ?? '');
    const url = Buffer.from(JSON.stringify({ ...map, sources: [basename(file)] })).toString('base64');
    const output = `${outputs.get(`/${i}.js`)}//# sourceMappingURL=data:application/json;base64,${url}`;
    const source = sourcesContent[0] ?? readFileSync(file, 'utf8'); // what was compiled; none of a file without code
    cache.set(keyOf(file, source), Buffer.from(output));
    return output;
  });
}

/**
 * @param {readonly string[]} files
 * @returns {import('esbuild').OutputFile[]}
 */
function build(files) {
  const entryPoints = files.map((file, i) => ({ in: file, out: String(i) }));
  try {
    return require('esbuild').buildSync({ ...OPTIONS, entryPoints, outdir: '/', write: false }).outputFiles;
  } catch (error) {
    const [first] = /** @type {import('esbuild').BuildFailure} */ (error).errors ?? [];
    if (!first?.location) throw error;
    const { file, line, column } = first.location;
    throw new SyntaxError(`${join(process.cwd(), file)}:${line}:${column + 1}: ${first.text}`);
  }
}

/**
 * @param {string} file
 * @param {string} source
 */
function keyOf(file, source) {
  compiler ??= require('esbuild/package.json').version + readFileSync(__filename, 'utf8');
  return [compiler, basename(file), source].join('\n');
}

/**
 * The compiler's version and its options, which are in this file.
 *
 * @type {string | undefined}
 */
let compiler;
