const Module = require('node:module');
const ts = require('typescript');

/**
 * TypeScript as tslab calls it. tslab 1.0.22 brings a fork of 5.0.4 that differs from the published package by a few
 * functions; they are added to the project's own TypeScript here, so that notebooks, editor and tests agree.
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
 * What is wrong with a cell and with the modules that it imports. To check every module takes seconds, and the editor and
 * `npm test` do: here it is done for those that were edited since this kernel saw them first.
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
  const first = firstSeen.get(fileName) ?? text;
  firstSeen.set(fileName, first);
  return text !== first;
}

/**
 * The published function asks its host about options and folders; tslab passes an empty host.
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
 * tslab prints a tag's text without its name, `@param` aside.
 *
 * @param {import('typescript').JSDocTagInfo} tag
 */
function named(tag) {
  return tag.name === 'param' ? tag : { ...tag, text: [{ kind: 'text', text: `@${tag.name} ` }, ...(tag.text ?? [])] };
}

const fork = require.resolve('@tslab/typescript-for-tslab', { paths: [require.resolve('tslab/package.json')] });
require.cache[fork] = Object.assign(new Module(fork), { exports: typescript, filename: fork, loaded: true });

module.exports = { typescript };
