const { dirname, join, relative } = require('node:path');
const { lineOf } = require('./lines.cjs');

/** Folders of the kernel and of what loads modules. */
const OWN = [__dirname, join(dirname(__dirname), 'scripts', 'system')].map((folder) => `${folder}/`);

/** A frame of a stack trace: function, file, line and column. */
const FRAME = /^ {4}at (?:(.*) \(|async )?(.*?):(\d+):(\d+)\)?$/;

/**
 * An error as shown in the notebook: the message, then the frames of cells and of the project. Of packages it shows
 * only the innermost frame, of Node and the kernel none.
 *
 * @param {Error} error
 * @returns {readonly string[]} lines
 */
exports.traceOf = (error) => {
  const frames = (error.stack ?? '').split('\n').flatMap((line) => {
    const [frame, called, file, row, column] = FRAME.exec(line) ?? [];
    return frame === undefined || isInternal(file) ? [] : { called, file, row: Number(row), column: Number(column) };
  });
  const kept = frames.filter(({ file }, index) => index === 0 || !file.includes('/node_modules/'));
  const cause = error.cause instanceof Error ? ['Caused by', ...exports.traceOf(error.cause)] : [];
  return [`${error.name}: ${error.message}`, ...kept.flatMap(readable), ...cause];
};

/** @param {string} file */
function isInternal(file) {
  return (
    file.startsWith('node:') || file.includes('/node_modules/tslab/') || OWN.some((folder) => file.startsWith(folder))
  );
}

/** @param {{ called: string | undefined, file: string, row: number, column: number }} frame */
function readable({ called, file, row, column }) {
  const isCell = file.startsWith('cell[');
  const line = isCell ? lineOf(file, row, column) : row;
  if (line === undefined) return []; // tslab's own code that calls the cell
  const where = isCell
    ? `${file.replace('[', ' [')}, line ${line}`
    : `${relative('', file.replace('file://', ''))}:${line}:${column}`;
  const name = called?.replace(/^(async )?Proxy\./, '$1'); // earlier cells' variables are properties of a proxy
  return `    at ${name ? `${name} (${where})` : where}`;
}
