// npm run notebooks -- NAMES KEY=VALUE…: runs notebooks headless, in order; all of them if none is named. Executed
// copies are in outputs/notebooks/. Each parameter is set in the notebooks that have it.
import { readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { join, parse } from 'node:path';
import { ArgumentError, assignments, readParameters } from './notebooks/parameters.mjs';
import { runChild } from './run/child.mjs';
import { renewDeclarations } from './run/declarations.mjs';
import { outliveReaders } from './system/output.cjs';
import { TYPESCRIPT } from './system/typescript.cjs';

outliveReaders();
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.includes('='));
const pairs = args.filter((arg) => arg.includes('='));

main(names, new Map(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))).then(
  (status) => {
    process.exitCode = status;
  },
  (error) => {
    if (!(error instanceof ArgumentError)) throw error;
    console.error(`error: ${error.message}`);
    process.exitCode = 2;
  },
);

/**
 * @param {readonly string[]} names
 * @param {ReadonlyMap<string, string>} values
 * @returns {Promise<number>} the exit status of the first notebook that failed
 */
async function main(names, values) {
  const known = readdirSync('notebooks').filter((file) => file.endsWith('.ipynb'));
  const stems = known.map((file) => parse(file).name).sort();
  for (const name of names) {
    if (!stems.includes(name)) throw new ArgumentError('notebook', name, `must be one of ${stems.join(', ')}`);
  }
  const chosen = names.length > 0 ? names : stems;
  const declared = new Map(chosen.map((name) => [name, readParameters(join('notebooks', `${name}.ipynb`))]));
  const cells = assignments(declared, values);
  renewDeclarations(constants.priority.PRIORITY_LOW);
  let status = 0;
  for (const name of chosen) {
    const files = [join('notebooks', `${name}.ipynb`), join('outputs', 'notebooks', `${name}.ipynb`)];
    const program = [join('kernel', 'run_notebook.py'), ...files, cells.get(name) ?? ''];
    const ended = await runChild(join('.venv', 'bin', 'python'), program, process.env);
    status ||= ended;
    if (ended > 1) break; // bad parameters, or a signal
    await runChild(process.execPath, [...TYPESCRIPT, join('lib', 'cli', 'pictures.ts'), files[1]], process.env);
    console.log(`${name}: the executed copy is ${files[1]}`);
  }
  return status;
}
