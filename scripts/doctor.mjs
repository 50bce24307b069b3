// npm run doctor -- --json: tries each part of the machine and of this checkout, and prints how to fix what fails.
// It repairs nothing, and so works if the set-up does not. Trying the packaged Chromium unpacks it, as an export does.
import { machine } from './doctor/machine.mjs';
import { optional } from './doctor/optional.mjs';
import { project } from './doctor/project.mjs';
import { outliveReaders } from './system/output.cjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {'ok' | 'missing' | 'note'} state `missing` if the project needs it, `note` if it works without
 * @property {string} detail what the trial showed
 * @property {string} [fix] the command or the step that fixes it
 */

outliveReaders();
const [unknown] = process.argv.slice(2).filter((argument) => argument !== '--json');
if (unknown !== undefined) {
  console.error(`error: argument: ${unknown}; must be --json`);
  process.exit(2);
}

const checks = [...machine(process.cwd()), ...project(process.cwd()), ...optional(process.cwd())];
const healthy = checks.every(({ state }) => state !== 'missing');

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ healthy, checks }, null, 2));
} else {
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, state, detail, fix } of checks) {
    console.log(`${state.padEnd(8)} ${name.padEnd(width)}  ${detail}`);
    if (fix) console.log(`${' '.repeat(width + 11)}→ ${fix}`);
  }
}
process.exitCode = healthy ? 0 : 1;
