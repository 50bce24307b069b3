const { SourceMap } = require('node:module');
const { typescript } = require('./typescript.cjs');

/**
 * Maps lines of the compiled JavaScript to lines of the cell. tslab compiles a cell in two passes; both store a source
 * map here.
 *
 * @typedef {readonly SourceMap[]} Maps from the last pass to the first
 */

const INLINE = /\n\/\/# sourceMappingURL=data:application\/json;base64,(.*)\s*$/;

/** tslab inserts a line before each cell. */
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
 * Names the cell that was compiled last in stack traces.
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
 * The cell's line for a line and column of its JavaScript, all counted from 1. Undefined if there is none.
 *
 * @param {string} name
 * @param {number} line
 * @param {number} column
 * @returns {number | undefined}
 */
exports.lineOf = (name, line, column) => {
  const { maps, lines } = cells.get(name) ?? { maps: [], lines: 0 };
  if (line > lines) return undefined; // after the cell: tslab's own code that calls it
  let position = { originalLine: line - 1, originalColumn: column - 1 };
  for (const map of maps) {
    const entry = map.findEntry(position.originalLine, position.originalColumn);
    if (!('originalLine' in entry)) return undefined;
    position = entry;
  }
  return position.originalLine + 1 - PREFIX_LINES;
};
