const { SourceMap } = require('node:module');
const { typescript } = require('./typescript.cjs');

/**
 * From lines of the JavaScript that runs to lines of the cell that was written. tslab compiles a cell in two passes; both
 * leave a source map here.
 *
 * @typedef {readonly SourceMap[]} Maps from the last pass to the first
 */

const INLINE = /\n\/\/# sourceMappingURL=data:application\/json;base64,(.*)\s*$/;

/** tslab puts a line before each cell. */
const PREFIX_LINES = 1;

/** @type {Map<string, { maps: Maps, lines: number }>} */
const cells = new Map();

/** @type {Maps} */
let latest = [];

const { transpileModule } = typescript;
typescript.transpileModule = (code, options) => {
  const first = INLINE.exec(code)?.[1];
  const { compilerOptions } = options;
  const result = transpileModule(code.replace(INLINE, ''), {
    ...options,
    compilerOptions: { ...compilerOptions, sourceMap: first !== undefined },
  });
  if (first === undefined || result.sourceMapText === undefined) return result;
  latest = [result.sourceMapText, Buffer.from(first, 'base64').toString()].map((map) => new SourceMap(JSON.parse(map)));
  return result;
};

/**
 * Names the cell that was compiled last, for stack traces.
 *
 * @param {string} code its JavaScript
 * @param {number} number its execution count
 */
exports.nameCell = (code, number) => {
  const name = `cell[${number}]`;
  cells.set(name, { maps: latest, lines: code.split('\n').length });
  return `${code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '')}\n//# sourceURL=${name}`;
};

/**
 * The line of a cell that a line and column of its JavaScript come from, all counted from 1; undefined if none.
 *
 * @param {string} name
 * @param {number} line
 * @param {number} column
 * @returns {number | undefined}
 */
exports.lineOf = (name, line, column) => {
  const { maps, lines } = cells.get(name) ?? { maps: [], lines: 0 };
  if (line > lines) return undefined; // tslab's call of the cell comes after it
  let position = { originalLine: line - 1, originalColumn: column - 1 };
  for (const map of maps) {
    const entry = map.findEntry(position.originalLine, position.originalColumn);
    if (!('originalLine' in entry)) return undefined;
    position = entry;
  }
  return position.originalLine + 1 - PREFIX_LINES;
};
