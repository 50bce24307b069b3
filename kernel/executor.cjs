const ts = require('typescript');
const executor = require('tslab/dist/executor');
const { compiled } = require('./cells.cjs');
const { noticeEdits } = require('./edits.cjs');
const { failureOf } = require('./failures.cjs');

/**
 * How a cell runs: with the modules as they are on disk, and leaving its failure to be asked for.
 *
 * @typedef {import('tslab/dist/executor').Executor & { failure: () => import('./failures.cjs').Failure }} Executor
 */

const { createExecutor } = executor;
executor.createExecutor = (root, converters, console) => {
  /** @type {unknown[][]} */
  let reports = [];
  let stale = false;
  let declarations = '';
  const stock = createExecutor(root, converters, { ...console, error: (...report) => reports.push(report) });

  /** @param {string} code */
  async function run(code) {
    const running = stock.execute(code);
    listenAgain(); // the part of the cell before its first `await` has run
    const succeeded = await running;
    if (succeeded) declarations = compiled.declarations;
    return succeeded;
  }

  /** @type {Executor} */
  const mended = {
    ...stock,
    async execute(code) {
      reports = [];
      stale = noticeEdits() || stale;
      if (stale && !(await run(importsOf(declarations)))) return false;
      stale = false;
      const succeeded = await run(code);
      if (succeeded) for (const report of reports) console.error(...report); // of a cell that is a module
      return succeeded;
    },
    failure: () => failureOf(reports),
  };
  return mended;
};

/**
 * While V8 runs a cell, it takes SIGINT for itself and puts the process's listeners aside. Listeners that the cell adds
 * in that time would never hear of it, and the process would end: set them all up again.
 */
function listenAgain() {
  const listeners = process.rawListeners('SIGINT');
  process.removeAllListeners('SIGINT');
  for (const listener of listeners) process.on('SIGINT', /** @type {NodeJS.SignalsListener} */ (listener));
}

/**
 * The imports of earlier cells, to be run again after an edit so that their names mean the new code.
 *
 * @param {string} declarations
 */
function importsOf(declarations) {
  const { statements } = ts.createSourceFile('cell.d.ts', declarations, ts.ScriptTarget.Latest, true);
  return statements
    .filter(ts.isImportDeclaration)
    .map((statement) => statement.getText())
    .join('\n');
}
