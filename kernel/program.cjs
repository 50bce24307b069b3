const { existsSync } = require('node:fs');
const { cellOptions } = require('./options.cjs');
const { expandShorthand } = require('./shorthand.cjs');
const { typescript } = require('./typescript.cjs');

/**
 * Makes tslab compile cells with the project's options.
 *
 * @typedef {import('typescript').EmitAndSemanticDiagnosticsBuilderProgram} Builder
 */

const { createWatchCompilerHost, createWatchProgram } = typescript;

Object.assign(typescript, {
  /**
   * @param {string[]} roots
   * @param {import('typescript').CompilerOptions} options
   * @param {import('typescript').System} system
   * @param {any[]} rest
   */
  createWatchCompilerHost: (roots, options, system, ...rest) =>
    createWatchCompilerHost(roots, cellOptions(options), withOneTimer(system), ...rest),

  /** @param {import('typescript').WatchCompilerHostOfFilesAndCompilerOptions<Builder>} host */
  createWatchProgram: (host) => {
    const { afterProgramCreate } = host;
    return createWatchProgram({ ...host, afterProgramCreate: (program) => afterProgramCreate?.(emitCells(program)) });
  },
});

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
  const expand = expandShorthand(program.getProgram().getTypeChecker());
  program.emit = (file, write, cancellation, declarationsOnly, transformers) =>
    file && existsSync(file.fileName)
      ? { emitSkipped: true, diagnostics: [] }
      : emit(file, write, cancellation, declarationsOnly, { ...transformers, before: [expand] });
  return program;
}
