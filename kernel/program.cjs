const { existsSync } = require('node:fs');
const { dependenciesOf } = require('./dependencies.cjs');
const { cellOptions } = require('./options.cjs');
const { expandShorthand } = require('./shorthand.cjs');
const { isCell, typescript } = require('./typescript.cjs');

/**
 * Makes tslab compile cells with the project's options.
 *
 * @typedef {import('typescript').BuilderProgram} Builder
 */

const { bindSourceFile, createAbstractBuilder, createWatchCompilerHost, createWatchProgram } = typescript;

Object.assign(typescript, {
  /**
   * @param {string[]} roots
   * @param {import('typescript').CompilerOptions} options
   * @param {import('typescript').System} system
   * @param {unknown} _create tslab leaves it to TypeScript
   * @param {any[]} rest
   */
  createWatchCompilerHost: (roots, options, system, _create, ...rest) =>
    createWatchCompilerHost(roots, cellOptions(options), withOneTimer(system), createBuilder, ...rest),

  /** @param {import('typescript').WatchCompilerHostOfFilesAndCompilerOptions<Builder>} host */
  createWatchProgram: (host) => {
    const { afterProgramCreate } = host;
    return createWatchProgram({ ...host, afterProgramCreate: (program) => afterProgramCreate?.(emitCells(program)) });
  },
});

/**
 * A program with the one function of TypeScript's incremental builders that tslab calls. They compute it with the checker
 * for every file of every package: half a second in the first cell, a fifth in each later one.
 *
 * @type {import('typescript').CreateProgram<Builder>}
 */
function createBuilder(...args) {
  const builder = createAbstractBuilder(...args);
  return Object.assign(builder, {
    getAllDependencies: (/** @type {import('typescript').SourceFile} */ file) =>
      dependenciesOf(builder.getProgram(), file),
  });
}

/**
 * tslab's system throws if TypeScript sets a second timer, which it does when a file is replaced. That timer retries
 * modules that were not found; compiling the next cell retries them anyway.
 *
 * @param {import('typescript').System} system
 */
function withOneTimer(system) {
  const { setTimeout, clearTimeout } = system;
  const never = Symbol('a timer that is not set');
  return Object.assign(system, {
    /**
     * @param {() => void} callback
     * @param {number} ms
     * @param {string} name
     */
    setTimeout: (callback, ms, name) => (name === 'timerToUpdateProgram' ? setTimeout?.(callback, ms) : never),
    /** @param {unknown} timer */
    clearTimeout: (timer) => timer === never || clearTimeout?.(timer),
  });
}

/**
 * Emits only cells and modules defined in cells. Node's loader compiles the modules on disk.
 *
 * @param {Builder} program
 */
function emitCells(program) {
  const { emit } = program;
  for (const file of program.getSourceFiles()) {
    if (isCell(file)) bindSourceFile(file, program.getCompilerOptions()); // tslab reads the names that it declares
  }
  program.emit = (file, write, cancellation, declarationsOnly, transformers) => {
    if (file && existsSync(file.fileName)) return { emitSkipped: true, diagnostics: [] };
    const before = [expandShorthand(program.getProgram().getTypeChecker())]; // of this program: most are not emitted
    return emit(file, write, cancellation, declarationsOnly, { ...transformers, before });
  };
  return program;
}
