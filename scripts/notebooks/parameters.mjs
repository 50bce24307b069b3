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
 * The variables that a notebook's cell tagged `parameters` declares, each with whether it is a text.
 *
 * @param {string} notebook its path
 * @returns {ReadonlyMap<string, boolean>}
 */
export function readParameters(notebook) {
  /** @type {{ cells: { cell_type: string, source: string | string[], metadata: { tags?: string[] } }[] }} */
  const { cells } = JSON.parse(readFileSync(notebook, 'utf8'));
  const code = cells.filter(({ metadata }) => metadata.tags?.includes('parameters')).flatMap(({ source }) => source);
  const { statements } = ts.createSourceFile('cell.ts', code.join(''), ts.ScriptTarget.Latest, true);
  return new Map(
    statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations)
      .map(({ name, initializer }) => [name.getText(), initializer !== undefined && ts.isStringLiteral(initializer)]),
  );
}

/**
 * The cell that assigns a notebook's parameters, for each notebook that has some. The compiler checks their types.
 *
 * @param {ReadonlyMap<string, ReadonlyMap<string, boolean>>} declared by notebook
 * @param {ReadonlyMap<string, string>} values
 * @returns {ReadonlyMap<string, string>}
 */
export function assignments(declared, values) {
  const known = new Set([...declared.values()].flatMap((parameters) => [...parameters.keys()]));
  for (const [key, value] of values) {
    if (!known.has(key)) throw new ArgumentError(key, value, `must be one of the parameters ${[...known].join(', ')}`);
  }
  return new Map(
    [...declared].map(([notebook, parameters]) => [
      notebook,
      [...values]
        .filter(([key]) => parameters.has(key))
        .map(([key, value]) => `${key} = ${literal(value, parameters.get(key) ?? false)};`)
        .join('\n'),
    ]),
  );
}

/**
 * @param {string} value
 * @param {boolean} isText
 */
function literal(value, isText) {
  return !isText && /^(true|false|-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i.test(value) ? value : JSON.stringify(value);
}
