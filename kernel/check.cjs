// node check.cjs NOTEBOOKS: compiles the cells of notebooks in order, as the kernel does, without running them. Prints
// the compiler's messages for the first bad cell of each notebook; the exit status is 1 if there is one.
const { readFileSync } = require('node:fs');
const { dirname, resolve } = require('node:path');

const notebooks = process.argv.slice(2).map((file) => resolve(file));
process.chdir(dirname(__dirname));
require('./program.cjs');

const { createConverter } = require('tslab/dist/converter');

const converter = createConverter();
for (const notebook of notebooks) {
  for (const fault of errorsOf(notebook)) {
    console.log(`${notebook}, ${fault}`);
    process.exitCode = 1;
  }
}
converter.close();

/**
 * @param {string} notebook
 * @returns {readonly string[]}
 */
function errorsOf(notebook) {
  /** @type {{ cells: { cell_type: string, source: string | string[] }[] }} */
  const { cells } = JSON.parse(readFileSync(notebook, 'utf8'));
  let declarations = '';
  let number = 0;
  for (const { cell_type, source } of cells) {
    if (cell_type !== 'code') continue;
    number++;
    const { diagnostics, declOutput } = converter.convert(declarations, [source].flat().join(''));
    if (diagnostics.length > 0) {
      return diagnostics.map(({ start, messageText, fileName = `cell ${number}` }) => {
        return `${fileName}, line ${start.line + 1}, column ${start.character + 1}: ${messageText}`;
      });
    }
    declarations = declOutput ?? '';
  }
  return [];
}
