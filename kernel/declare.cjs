// node declare.cjs [FOLDER]: writes the declarations of `lib` in the project's root, or FOLDER, unless those of its
// present sources are there already.
const { dirname, join, relative } = require('node:path');

process.chdir(process.argv[2] ?? dirname(__dirname));
require('../scripts/system/code-cache.cjs');
const ts = require('typescript');
const { FILE, compilerOf, declared, digest } = require('./declarations.cjs');
const { isLocal } = require('./local.cjs');
const { project } = require('./options.cjs');

const entry = join(process.cwd(), 'lib', 'index.ts');
if (declared.size === 0 && ts.sys.fileExists(entry)) write(declare());

/** @returns {Record<string, import('./declarations.cjs').Declared>} */
function declare() {
  const program = ts.createProgram([entry], { ...project, noEmit: false, declaration: true, noCheck: true });
  /** @type {Map<string, string>} */
  const declarations = new Map();
  /** @type {import('typescript').WriteFileCallback} */
  const keep = (_file, text, _mark, _onError, sources) => {
    for (const { fileName } of sources ?? []) declarations.set(fileName, text);
  };
  program.emit(undefined, keep, undefined, true);
  const local = program.getSourceFiles().filter(({ fileName }) => isLocal(fileName));
  return Object.fromEntries(
    local.map(({ fileName, text }) => {
      const declaration = fileName.endsWith('.ts') ? declarations.get(fileName) : undefined;
      return [relative('.', fileName), { source: digest(text), declaration }];
    }),
  );
}

/** @param {Record<string, import('./declarations.cjs').Declared>} files */
async function write(files) {
  const { writeWhole } = await import('../scripts/setup/stamp.mjs');
  writeWhole(FILE, JSON.stringify({ compiler: compilerOf(), files }));
}
