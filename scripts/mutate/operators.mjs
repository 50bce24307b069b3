import ts from 'typescript';

/**
 * A change at one place of a source file.
 *
 * @typedef {object} Mutant
 * @property {number} start
 * @property {number} end
 * @property {string} text replaces the characters from `start` to `end`
 * @property {string} kind
 */

const { SyntaxKind } = ts;

/** @type {Readonly<Record<number, readonly string[]>>} */
const OPERATORS = {
  [SyntaxKind.LessThanToken]: ['<=', '>='],
  [SyntaxKind.LessThanEqualsToken]: ['<', '>'],
  [SyntaxKind.GreaterThanToken]: ['>=', '<='],
  [SyntaxKind.GreaterThanEqualsToken]: ['>', '<'],
  [SyntaxKind.EqualsEqualsEqualsToken]: ['!=='],
  [SyntaxKind.ExclamationEqualsEqualsToken]: ['==='],
  [SyntaxKind.PlusToken]: ['-'],
  [SyntaxKind.MinusToken]: ['+'],
  [SyntaxKind.AsteriskToken]: ['/'],
  [SyntaxKind.SlashToken]: ['*'],
  [SyntaxKind.PercentToken]: ['*'],
  [SyntaxKind.AsteriskAsteriskToken]: ['*'],
  [SyntaxKind.PlusEqualsToken]: ['-=', '='],
  [SyntaxKind.MinusEqualsToken]: ['+='],
  [SyntaxKind.AsteriskEqualsToken]: ['/='],
  [SyntaxKind.AmpersandAmpersandToken]: ['||'],
  [SyntaxKind.BarBarToken]: ['&&'],
};

/** Methods and functions by name, each with its replacement. */
const SWAPS = new Map(
  [
    ['min', 'max'],
    ['ceil', 'floor'],
    ['round', 'floor'],
    ['some', 'every'],
    ['add', 'sub'],
    ['mul', 'div'],
    ['minimum', 'maximum'],
    ['greater', 'greaterEqual'],
    ['less', 'lessEqual'],
    ['sum', 'mean'],
    ['sin', 'cos'],
    ['logicalAnd', 'logicalOr'],
    ['startsWith', 'endsWith'],
  ].flatMap(([a, b]) => [
    [a, b],
    [b, a],
  ]),
);

/** Methods whose call is removed: `list.filter(f)` becomes `list`. */
const REMOVED = new Set([
  'filter',
  'sort',
  'reverse',
  'slice',
  'subarray',
  'trim',
  'abs',
  'square',
  'flat',
  'toSorted',
]);

/**
 * All changes to a file: flipped comparisons, swapped arithmetic, changed constants, negated conditions, statements,
 * arguments and filters removed. Error messages, types and imports are not changed.
 *
 * @param {ts.SourceFile} file
 * @returns {Mutant[]}
 */
export function mutantsOf(file) {
  /** @type {Mutant[]} */
  const mutants = [];
  /**
   * @param {ts.Node} node
   * @param {string} text
   * @param {string} kind
   */
  const replace = (node, text, kind) => {
    mutants.push({ start: node.getStart(file), end: node.getEnd(), text, kind });
  };

  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isTypeAliasDeclaration(node) || isMessage(node)) return;
    if (ts.isBinaryExpression(node)) {
      const texts = isText(node.left) || isText(node.right) ? [] : (OPERATORS[node.operatorToken.kind] ?? []);
      for (const text of texts) replace(node.operatorToken, text, 'operator');
      if (node.operatorToken.kind === SyntaxKind.QuestionQuestionToken) replace(node, node.left.getText(file), '??');
    } else if (ts.isPrefixUnaryExpression(node)) {
      if (node.operator === SyntaxKind.ExclamationToken) replace(node, node.operand.getText(file), 'not');
      if (node.operator === SyntaxKind.MinusToken) replace(node, node.operand.getText(file), 'sign');
      if (node.operator === SyntaxKind.PlusPlusToken) replace(node, `--${node.operand.getText(file)}`, 'step');
    } else if (ts.isPostfixUnaryExpression(node)) {
      const inLoop = node.parent && ts.isForStatement(node.parent) && node.parent.incrementor === node;
      if (!inLoop)
        replace(
          node,
          `${node.operand.getText(file)}${node.operator === SyntaxKind.PlusPlusToken ? '--' : '++'}`,
          'step',
        );
    } else if (ts.isNumericLiteral(node)) {
      const value = Number(node.text);
      for (const other of value === 0 ? [1] : value === 1 ? [0, 2] : [value + 1, value / 2]) {
        replace(node, String(other), 'constant');
      }
    } else if (node.kind === SyntaxKind.TrueKeyword) replace(node, 'false', 'boolean');
    else if (node.kind === SyntaxKind.FalseKeyword) replace(node, 'true', 'boolean');
    else if (ts.isIfStatement(node)) {
      replace(node.expression, `!(${node.expression.getText(file)})`, 'condition');
      if (!node.elseStatement) replace(node, '{}', 'statement');
    } else if (ts.isConditionalExpression(node)) {
      replace(node.condition, `!(${node.condition.getText(file)})`, 'condition');
    } else if (ts.isExpressionStatement(node) || ts.isContinueStatement(node) || ts.isBreakStatement(node)) {
      replace(node, ';', 'statement');
    } else if (ts.isCallExpression(node)) call(node);
    ts.forEachChild(node, visit);
  };

  /** @param {ts.CallExpression} node */
  const call = (node) => {
    const { expression, arguments: args } = node;
    const name = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    const swap = ts.isIdentifier(name) ? SWAPS.get(name.text) : undefined;
    if (swap) replace(name, swap, 'function');
    if (ts.isPropertyAccessExpression(expression) && REMOVED.has(expression.name.text)) {
      const target = expression.expression.getText(file);
      const operand = ['Math', 'tf'].includes(target) ? args[0]?.getText(file) : target;
      if (operand) replace(node, operand, 'call');
    }
    if (args.length > 1)
      replace(
        node,
        `${expression.getText(file)}(${args
          .slice(0, -1)
          .map((arg) => arg.getText(file))
          .join(', ')})`,
        'argument',
      );
  };

  visit(file);
  return mutants.filter(({ start, end, text }) => file.text.slice(start, end) !== text);
}

/**
 * Whether a node is only part of a message for the user.
 * @param {ts.Node} node
 */
function isMessage(node) {
  if (ts.isNewExpression(node)) return /Error$/.test(node.expression.getText());
  return ts.isCallExpression(node) && /onNotice/.test(node.expression.getText());
}

/** @param {ts.Node} node */
function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}
