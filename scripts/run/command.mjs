import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from '../setup/errors.mjs';
import { setUp } from '../setup/setup.mjs';
import { outliveReaders } from '../system/output.cjs';
import { TYPESCRIPT } from '../system/typescript.cjs';
import { runChild } from './child.mjs';
import { projectEnvironment } from './environment.mjs';

/**
 * Sets up the project and runs one of package.json's scripts to its end, in the project's root. The exit status is the
 * command's own; 1 if the set-up fails, 2 if there is no such command.
 *
 * @param {string} name
 * @param {readonly string[]} args
 */
export async function runCommand(name, args) {
  outliveReaders();
  const root = dirname(dirname(realpathSync(process.argv[1])));
  process.chdir(root);
  try {
    const names = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts);
    if (!names.includes(name)) {
      console.error(`error: command: ${name ?? 'none'}; must be one of ${names.join(', ')}`);
      process.exitCode = 2;
      return;
    }
    if (name !== 'doctor') await setUp(root);
    if (name === 'setup') return;
    mkdirSync(join('outputs', '.jupyter'), { recursive: true }); // or IPython warns on every start
    process.exitCode = await runChild(process.execPath, [...entry(name), ...args], projectEnvironment(root));
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!(error instanceof SetupError || code)) throw error; // with a code the system's, as EACCES
    console.error(`error: ${message}`);
    process.exitCode = 1;
  }
}

/**
 * Node's arguments for a command: a script beside this folder, else a TypeScript program of the library.
 *
 * @param {string} name
 */
function entry(name) {
  const script = join('scripts', `${name}.mjs`);
  return existsSync(script) ? [script] : [...TYPESCRIPT, join('lib', 'cli', `${name}.ts`)];
}
