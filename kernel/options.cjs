const ts = require('typescript');

const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
const project = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd()).options;

/** The compiler options of tsconfig.json. */
exports.project = project;

/**
 * The compiler options of a cell: the project's, except for those that tslab needs to run cells. Unused variables are
 * no errors, since a later cell may use them.
 *
 * @param {import('typescript').CompilerOptions} tslab its options, which name neither `strict` nor `paths`
 * @returns {import('typescript').CompilerOptions}
 */
exports.cellOptions = (tslab) => ({
  ...project,
  ...tslab,
  target: project.target,
  lib: project.lib,
  inlineSourceMap: true,
  isolatedModules: false,
  noEmit: false,
  noImplicitUseStrict: undefined,
  noUnusedLocals: false,
  noUnusedParameters: false,
  paths: { ...project.paths, ...UNTYPED },
});

/**
 * Packages whose declarations only the inside of `lib` uses, or the inside of TensorFlow.js: reading them would take a
 * third of a second of the first cell.
 */
const UNTYPED = Object.fromEntries(
  ['playwright-core', '@tensorflow/tfjs-backend-cpu', '@tensorflow/tfjs-backend-webgl'].map((name) => [
    name,
    [`${__dirname}/untyped.d.ts`],
  ]),
);
