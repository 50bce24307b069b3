import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A bad argument: its message is one line, `noun: value; constraint`. */
export class ArgumentError extends Error {
  /**
   * @param {string} noun
   * @param {string} value
   * @param {string} constraint
   */
  constructor(noun, value, constraint) {
    super(`${noun}: ${value}; ${constraint}`);
  }
}

/**
 * The parameters of a notebook: the variables declared in its cell tagged `parameters`, each with whether it is a
 * string; and the settings object, if there is one, with the names of its string properties.
 *
 * @typedef {object} Parameters
 * @property {ReadonlyMap<string, boolean>} variables
 * @property {{ name: string, texts: ReadonlySet<string> } | undefined} settings
 */

/**
 * @param {string} notebook its path
 * @returns {Parameters}
 */
export function readParameters(notebook) {
  /** @type {{ cells: { cell_type: string, source: string | string[], metadata: { tags?: string[] } }[] }} */
  const { cells } = JSON.parse(readFileSync(notebook, 'utf8'));
  const code = cells.filter(({ metadata }) => metadata.tags?.includes('parameters')).flatMap(({ source }) => source);
  const { statements } = ts.createSourceFile('cell.ts', code.join(''), ts.ScriptTarget.Latest, true);
  const declared = statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .map(({ name, initializer }) => ({ name: name.getText(), initializer }));
  const objects = declared.flatMap(({ name, initializer }) =>
    initializer && ts.isObjectLiteralExpression(initializer) ? [{ name, texts: textsIn(initializer) }] : [],
  );
  const names = objects.map(({ name }) => name);
  const variables = declared.filter(({ name }) => !names.includes(name));
  return {
    variables: new Map(variables.map(({ name, initializer }) => [name, isText(initializer)])),
    settings: objects[0],
  };
}

/**
 * @param {ts.ObjectLiteralExpression} object
 * @returns {ReadonlySet<string>}
 */
function textsIn({ properties }) {
  const texts = properties.filter((property) => ts.isPropertyAssignment(property) && isText(property.initializer));
  return new Set(texts.map(({ name }) => name?.getText() ?? ''));
}

/** @param {ts.Expression | undefined} initializer */
function isText(initializer) {
  return initializer !== undefined && ts.isStringLiteral(initializer);
}

/**
 * The cell that assigns each notebook's parameters, one per line. A key that is not a variable is a property of the
 * settings object; the compiler checks names and types.
 *
 * @param {ReadonlyMap<string, Parameters>} declared by notebook
 * @param {ReadonlyMap<string, string>} values
 * @returns {ReadonlyMap<string, string>}
 */
export function assignments(declared, values) {
  const notebooks = [...declared.values()];
  const known = new Set(notebooks.flatMap(({ variables }) => [...variables.keys()]));
  for (const [key, value] of values) {
    if (known.has(key) || notebooks.some(({ settings }) => settings)) continue;
    throw new ArgumentError(key, value, `must be one of the parameters ${[...known].join(', ')}`);
  }
  return new Map(
    [...declared].map(([notebook, parameters]) => [
      notebook,
      [...values].flatMap(([key, value]) => assignment(parameters, key, value) ?? []).join('\n'),
    ]),
  );
}

/**
 * @param {Parameters} parameters
 * @param {string} key
 * @param {string} value
 * @returns {string | undefined} undefined if the notebook has no such parameter
 */
function assignment({ variables, settings }, key, value) {
  const isVariable = variables.has(key);
  if (isVariable) return `${key} = ${literal(value, variables.get(key) ?? false)};`;
  if (!settings) return undefined;
  return `${settings.name} = { ...${settings.name}, ${key}: ${literal(value, settings.texts.has(key))} };`;
}

/**
 * @param {string} value
 * @param {boolean} isText
 */
function literal(value, isText) {
  return !isText && /^(true|false|-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i.test(value) ? value : JSON.stringify(value);
}
