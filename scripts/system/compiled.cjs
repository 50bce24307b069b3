const { createHash } = require('node:crypto');
const { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs');
const { basename, dirname, join, relative, sep } = require('node:path');

/**
 * TypeScript compiled to JavaScript (CommonJS), kept in `.cache/modules` for other processes: to compile `lib` takes as
 * long as to run it. An entry's name is the digest of compiler, options and source, and its last line that of its
 * content, so a source that was edited and an entry that is not whole are compiled again.
 */

const ROOT = dirname(dirname(__dirname));
const CACHE = join(ROOT, '.cache', 'modules');
/** Entries in the cache, some 10 KB each, beyond which it is emptied: every edit of a file adds one. */
const LIMIT = 5000;

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
  const entry = entryOf(file, readFileSync(file, 'utf8'));
  const content = attempt(() => readFileSync(entry, 'utf8')) ?? '';
  const end = content.lastIndexOf('\n');
  const output = content.slice(0, end);
  return content.slice(end + 1) === `// ${digest([output])}` ? output : undefined;
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
  attempt(() => readdirSync(CACHE).length > LIMIT && rmSync(CACHE, { recursive: true }));
  return files.map((file, i) => {
    const { sourcesContent, ...map } = JSON.parse(outputs.get(`/${i}.js.map`) ?? '');
    const url = Buffer.from(JSON.stringify({ ...map, sources: [basename(file)] })).toString('base64');
    const output = `${outputs.get(`/${i}.js`)}//# sourceMappingURL=data:application/json;base64,${url}`;
    const source = sourcesContent[0] ?? readFileSync(file, 'utf8'); // what was compiled; none of a file without code
    keep(entryOf(file, source), `${output}\n// ${digest([output])}`);
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
 * Where the JavaScript of a source is kept.
 *
 * @param {string} file
 * @param {string} source
 */
function entryOf(file, source) {
  compiler ??= readFileSync(require.resolve('esbuild/package.json'), 'utf8') + readFileSync(__filename, 'utf8');
  return join(CACHE, `${digest([compiler, basename(file), source])}.js`);
}

/**
 * The compiler's version and its options, which are in this file.
 *
 * @type {string | undefined}
 */
let compiler;

/** @param {readonly string[]} parts */
function digest(parts) {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(`${part.length}:`).update(part);
  return sha.digest('hex');
}

/**
 * Writes an entry whole or not at all; if it cannot be written, the next process compiles again.
 *
 * @param {string} entry
 * @param {string} content
 */
function keep(entry, content) {
  attempt(() => {
    const draft = `${entry}.${process.pid}`;
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, entry);
  });
}

/**
 * @template T
 * @param {() => T} body
 * @returns {T | undefined}
 */
function attempt(body) {
  try {
    return body();
  } catch {
    return undefined;
  }
}
