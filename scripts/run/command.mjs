import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from '../setup/errors.mjs';
import { setUp } from '../setup/setup.mjs';
import { outliveReaders } from '../system/output.cjs';
import { TYPESCRIPT } from '../system/typescript.cjs';
import { runChild } from './child.mjs';
import { commandList, commandNames, scriptHelp, unknownCommand } from './commands.mjs';
import { projectEnvironment } from './environment.mjs';

/**
 * Sets up the project and runs one of package.json's scripts in the project's root. The exit status is the command's; 1
 * if the set-up fails, 2 if there is no such command or `setup` is given a wrong value. Without a name, lists the commands.
 *
 * @param {string | undefined} name
 * @param {readonly string[]} args
 */
export async function runCommand(name, args) {
  outliveReaders();
  const root = dirname(dirname(realpathSync(process.argv[1])));
  process.chdir(root);
  try {
    if (name === undefined || isHelp(name)) return console.log(commandList(root));
    if (!commandNames(root).includes(name)) {
      console.error(unknownCommand(root, name));
      process.exitCode = 2;
      return;
    }
    const help = args.length === 1 && isHelp(args[0]) ? scriptHelp(root, name) : undefined;
    if (help !== undefined) return console.log(help);
    if (name === 'setup' && args.length > 0) throw new SetupError('setup', args[0], 'takes no arguments', 2);
    if (name !== 'doctor') await setUp(root);
    if (name === 'setup') return;
    mkdirSync(join('outputs', '.jupyter'), { recursive: true }); // otherwise IPython warns on every start
    const env = name === 'kernel' ? process.env : projectEnvironment(root); // it is for the user's own Jupyter
    process.exitCode = await runChild(process.execPath, [...entry(name), ...args], env);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!(error instanceof SetupError || code)) throw error; // system errors, such as EACCES, have a code
    console.error(`error: ${message}`);
    process.exitCode = error instanceof SetupError ? error.status : 1;
  }
}

/**
 * Node's arguments for a command: a script next to this folder, otherwise a TypeScript program of the library.
 *
 * @param {string} name
 */
function entry(name) {
  const script = join('scripts', `${name}.mjs`);
  return existsSync(script) ? [script] : [...TYPESCRIPT, join('lib', 'cli', `${name}.ts`)];
}

/** @param {string} argument */
function isHelp(argument) {
  return argument === '--help' || argument === '-h';
}
