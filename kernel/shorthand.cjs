const ts = require('typescript');

/** @typedef {import('typescript').Expression} Expression */

/**
 * A transformer that expands `{ epochs }` to `{ epochs: exports.epochs }` if `epochs` comes from an earlier cell. tslab
 * keeps such variables on `exports` and renames all other uses.
 *
 * @param {import('typescript').TypeChecker} checker
 * @returns {import('typescript').TransformerFactory<import('typescript').SourceFile>}
 */
exports.expandShorthand = (checker) => (context) => {
  const { factory } = context;

  /** @param {import('typescript').ShorthandPropertyAssignment} node */
  const isEarlier = (node) =>
    checker
      .getShorthandAssignmentValueSymbol(node)
      ?.declarations?.some((declaration) => declaration.getSourceFile().fileName.endsWith('/__prev__.d.ts'));

  /** @type {import('typescript').Visitor} */
  const visit = (node) => {
    if (!ts.isShorthandPropertyAssignment(node) || !isEarlier(node)) return ts.visitEachChild(node, visit, context);
    const { name, objectAssignmentInitializer: initial } = node; // initial is the 1 of `({ epochs = 1 } = options)`
    const variable = factory.createPropertyAccessExpression(factory.createIdentifier('exports'), name.text);
    const value = initial ? factory.createAssignment(variable, /** @type {Expression} */ (visit(initial))) : variable;
    return factory.createPropertyAssignment(name.text, value);
  };
  return (file) => ts.visitEachChild(file, visit, context);
};
