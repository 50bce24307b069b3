const Module = require('node:module');
const ts = require('typescript');
const { declared } = require('./declarations.cjs');

/**
 * TypeScript with the interface that tslab expects. tslab 1.0.22 bundles a fork of 5.0.4 with a few more functions than
 * the published package; this adds them to the project's TypeScript, so that notebooks, editor and tests use one
 * compiler.
 *
 * @typedef {typeof import('typescript') & Record<string, any>} Internals with what typescript.d.ts does not declare
 */

const { Completions, SymbolDisplay, createTextSpanFromNode, getTouchingPropertyName, ...rest } =
  /** @type {Internals} */ (ts);

/** @type {Internals} */
const typescript = {
  ...rest,
  Completions: { ...Completions, getCompletionsAtPositionForTslab },
  getDefaultTypeRoots: (/** @type {string} */ folder) =>
    rest.getEffectiveTypeRoots({}, { getCurrentDirectory: () => folder }),
  getNullTransformationContext: () => rest.nullTransformationContext,
  getPreEmitDiagnosticsOfFiles,
  getQuickInfoAtPosition,
};

/** @param {import('typescript').SourceFile} file */
const isCell = (file) => file.fileName.endsWith('/__tslab__.ts');

/**
 * Errors of a cell and of modules edited since the kernel first loaded them. Checking all modules takes seconds; the
 * editor and `npm test` do it.
 *
 * @param {import('typescript').Program} program
 * @param {readonly import('typescript').SourceFile[]} files
 */
function getPreEmitDiagnosticsOfFiles(program, files) {
  return files.flatMap((file) => {
    if (isCell(file)) return ts.getPreEmitDiagnostics(program, file);
    return [...program.getSyntacticDiagnostics(file), ...(isEdited(file) ? program.getSemanticDiagnostics(file) : [])];
  });
}

/** @type {Map<string, string>} */
const firstSeen = new Map();

/** @param {import('typescript').SourceFile} file */
function isEdited({ fileName, text }) {
  const { source, declaration } = declared.get(fileName) ?? {};
  if (text === declaration) return false;
  const first = firstSeen.get(fileName) ?? source ?? text;
  firstSeen.set(fileName, first);
  return text !== first;
}

/**
 * The published function needs a host with options and folders; tslab passes an empty host.
 *
 * @param {unknown} _host
 * @param {import('typescript').Program} program
 * @param {readonly unknown[]} rest
 */
function getCompletionsAtPositionForTslab(_host, program, ...rest) {
  const host = {
    ...ts.sys,
    getCompilationSettings: () => program.getCompilerOptions(),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
  };
  return Completions.getCompletionsAtPosition(host, program, ...rest);
}

/**
 * A symbol's type and documentation.
 *
 * @param {import('typescript').SourceFile} file
 * @param {import('typescript').TypeChecker} checker
 * @param {unknown} _cancellation
 * @param {number} position
 */
function getQuickInfoAtPosition(file, checker, _cancellation, position) {
  const node = getTouchingPropertyName(file, position);
  const symbol = checker.getSymbolAtLocation(node);
  if (symbol === undefined) return undefined;
  const info = SymbolDisplay.getSymbolDisplayPartsDocumentationAndSymbolKind(checker, symbol, file, node.parent, node);
  return {
    kind: info.symbolKind,
    kindModifiers: '',
    textSpan: createTextSpanFromNode(node, file),
    displayParts: info.displayParts,
    documentation: info.documentation,
    tags: info.tags?.map(named),
  };
}

/**
 * Adds a tag's name to its text: tslab prints the text alone, except for `@param`.
 *
 * @param {import('typescript').JSDocTagInfo} tag
 */
function named(tag) {
  return tag.name === 'param' ? tag : { ...tag, text: [{ kind: 'text', text: `@${tag.name} ` }, ...(tag.text ?? [])] };
}

const fork = require.resolve('@tslab/typescript-for-tslab', { paths: [require.resolve('tslab/package.json')] });
require.cache[fork] = Object.assign(new Module(fork), { exports: typescript, filename: fork, loaded: true });

module.exports = { isCell, typescript };
