// npm run bench -- NAME KEY=VALUE…: runs bench/NAME.ts, which measures this project against others on the same work.
// The first bench that compares with other libraries installs them.
import { readdirSync } from 'node:fs';
import { join, parse } from 'node:path';
import { runChild } from './run/child.mjs';
import { SetupError } from './setup/errors.mjs';
import { peers } from './setup/peers.mjs';
import { setUp } from './setup/setup.mjs';
import { outliveReaders } from './system/output.cjs';
import { TYPESCRIPT } from './system/typescript.cjs';

outliveReaders();

/** The environments of benches that do not need all of them, by their lock files. */
const ENVIRONMENTS = { profile: ['peers-keras'] };

const [name, ...args] = process.argv.slice(2);
const names = readdirSync('bench')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => parse(file).name)
  .sort();

if (!names.includes(name)) {
  console.error(`error: bench: ${name ?? 'none'}; must be one of ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  main().catch((error) => {
    if (!(error instanceof SetupError)) throw error;
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  });
}

async function main() {
  const root = process.cwd();
  const helps = args.some((arg) => arg === '--help' || arg === '-h');
  if (!helps) await installPeers(root, ENVIRONMENTS[/** @type {keyof typeof ENVIRONMENTS} */ (name)]);
  const program = [...TYPESCRIPT, join('bench', `${name}.ts`), ...args];
  process.exitCode = await runChild(process.execPath, program, process.env);
}

/**
 * Installs the libraries to compare with. One that cannot be installed is reported, and the benches leave it out.
 *
 * @param {string} root
 * @param {readonly string[]} [locks] those of their environments; all by default
 */
async function installPeers(root, locks) {
  for (const step of peers(root, locks)) {
    try {
      await setUp(root, [step]);
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      console.error(`${error.message}\nThe benches run without it.`);
    }
  }
}
