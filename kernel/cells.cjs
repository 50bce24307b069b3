const ts = require('typescript');
const converter = require('tslab/dist/converter');
const { nameCell } = require('./lines.cjs');

/**
 * Compiles cells. `number` is the execution count of the cell; `declarations` receives the declarations of this cell
 * and the earlier ones.
 */
const compiled = { number: 0, declarations: '' };
exports.compiled = compiled;

const { createConverter } = converter;
converter.createConverter = (options) => {
  const stock = createConverter(options);
  return {
    ...stock,
    convert(declarations, code) {
      const converted = stock.convert(declarations, code);
      compiled.declarations = converted.declOutput ?? '';
      if (converted.output === undefined) return converted;
      return { ...converted, output: nameCell(converted.output, compiled.number), hasToplevelAwait: awaits(code) };
    },
  };
};

/**
 * Whether a cell uses `await` outside functions. tslab detects this by an error code of its own TypeScript.
 *
 * @param {string} code
 */
function awaits(code) {
  /**
   * @param {import('typescript').Node} node
   * @returns {boolean}
   */
  const search = (node) => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing)
      return true;
    return ts.forEachChild(node, (child) => search(child) || undefined) ?? false;
  };
  return search(ts.createSourceFile('cell.ts', `export {};${code}`, ts.ScriptTarget.Latest));
}
