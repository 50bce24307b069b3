const ts = require('typescript');
const executor = require('tslab/dist/executor');
const { compiled } = require('./cells.cjs');
const { noticeEdits } = require('./edits.cjs');
const { failureOf } = require('./failures.cjs');

/**
 * Runs cells with the modules as they are on disk. `failure` returns the failure of the last cell.
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
    listenAgain(); // the cell has run up to its first `await`
    const succeeded = await running;
    if (succeeded) declarations = compiled.declarations;
    return succeeded;
  }

  /** @type {Executor} */
  const fixed = {
    ...stock,
    async execute(code) {
      reports = [];
      stale = noticeEdits() || stale;
      if (stale && !(await run(importsOf(declarations)))) return false;
      stale = false;
      const succeeded = await run(code);
      if (succeeded) for (const report of reports) console.error(...report); // printed by a cell that is a module
      return succeeded;
    },
    failure: () => failureOf(reports),
  };
  return fixed;
};

/**
 * While V8 runs a cell, it handles SIGINT itself and detaches the process's listeners. Listeners that the cell adds
 * meanwhile would never be called, and SIGINT would end the process: attach all listeners again.
 */
function listenAgain() {
  const listeners = process.rawListeners('SIGINT');
  process.removeAllListeners('SIGINT');
  for (const listener of listeners) process.on('SIGINT', /** @type {NodeJS.SignalsListener} */ (listener));
}

/**
 * The imports of earlier cells. They run again after an edit, so that imported names refer to the new code.
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
