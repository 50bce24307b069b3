import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCompilers } from '../setup/compiler.mjs';
import { TYPESCRIPT } from '../system/typescript.cjs';
import { chromium } from './chromium.mjs';
import { ffmpeg } from './ffmpeg.mjs';
import { slurm } from './slurm.mjs';
import { tried } from './trial.mjs';

/** @typedef {import('../doctor.mjs').Check} Check */

/**
 * What the project can do without: it uses a fallback, or a feature is missing.
 *
 * @param {string} root
 * @returns {readonly Check[]}
 */
export function optional(root) {
  return [compiler(), chromium(root), ffmpeg(), slurm(), fer2013(root)];
}

/** @returns {Check} */
function compiler() {
  const [name] = systemCompilers();
  const without = "the set-up uses the one in PyPI's ziglang";
  if (!name) return { name: 'C++ compiler', state: 'note', detail: `none; ${without}` };
  const { ok, said } = tried([name, '-x', 'c++', '-', '-o', '/dev/null'], { input: 'int main() { return 0; }' });
  return ok
    ? {
        name: 'C++ compiler',
        state: 'ok',
        detail: `${tried([name, '--version']).said.split('\n')[0]} compiles a program`,
      }
    : { name: 'C++ compiler', state: 'note', detail: `${name} fails: ${said}; ${without}` };
}

/** Reads the installed data, as a training does. */
const LOAD = `
require('./lib/data').load({ dataset: 'fer2013' }).then(
  ({ labels }) => console.log(labels.length + ' images'),
  (error) => {
    console.log(error.message);
    process.exitCode = 1;
  },
);`;

/**
 * @param {string} root
 * @returns {Check}
 */
function fer2013(root) {
  const folder = join('datasets', 'fer2013');
  if (!existsSync(join(root, folder)) || readdirSync(join(root, folder)).length === 0) {
    return {
      name: 'FER2013',
      state: 'note',
      detail: 'none; drawn faces are used instead',
      fix: 'npm run data -- PATH',
    };
  }
  const { ok, said } = tried([process.execPath, ...TYPESCRIPT, '-e', LOAD], { cwd: root });
  return ok
    ? { name: 'FER2013', state: 'ok', detail: `${folder}: ${said}` }
    : { name: 'FER2013', state: 'note', detail: `${folder}: ${said}`, fix: 'npm run data -- PATH' };
}
