const { inspect } = require('node:util');
const { traceOf } = require('./traces.cjs');

/**
 * A cell's failure in Jupyter's protocol.
 *
 * @typedef {{ ename: string, evalue: string, traceback: readonly string[] }} Failure
 */

/** tslab reports compiler messages with this format, then file, line, column and message. */
const DIAGNOSTIC = '%s%d:%d - %s';

/**
 * @param {readonly (readonly unknown[])[]} reports what tslab printed about the cell
 * @returns {Failure}
 */
exports.failureOf = (reports) => {
  const [[first]] = reports;
  if (first === DIAGNOSTIC) return failureOfTypes(reports);
  if (!(first instanceof Error)) return failure('Thrown', typeof first === 'string' ? first : inspect(first));
  if (isInterrupt(first)) return failure('Interrupted', 'the cell was stopped');
  return { ename: first.name, evalue: first.message, traceback: traceOf(first) };
};

/**
 * The compiler's messages. A message that explains the previous one, at the same position, is indented.
 *
 * @param {readonly (readonly unknown[])[]} diagnostics
 */
function failureOfTypes(diagnostics) {
  let before = '';
  const traceback = diagnostics.map(([, file, line, column, message]) => {
    const place = `${file ? `${String(file).trim()}, ` : ''}line ${line}, column ${column}`;
    const isExplanation = place === before;
    before = place;
    return isExplanation ? `  ${message}` : `${place}: ${message}`;
  });
  return { ename: 'TypeScript', evalue: traceback[0], traceback };
}

/**
 * @param {string} ename
 * @param {string} evalue
 */
function failure(ename, evalue) {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

/**
 * Whether the cell was interrupted: by tslab during an `await`, or by V8 while it ran.
 *
 * @param {Error & { code?: string }} error
 */
function isInterrupt({ message, code }) {
  return message === 'Interrupted asynchronously' || code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED';
}
