import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCompilers } from '../setup/compiler.mjs';
import { outputOf, which } from '../setup/program.mjs';
import { chromium } from './chromium.mjs';

/** @typedef {import('../doctor.mjs').Check} Check */

/**
 * What the project can do without: it uses a fallback, or a feature is missing.
 *
 * @param {string} root
 * @returns {readonly Check[]}
 */
export function optional(root) {
  return [compiler(), chromium(root), slurm(), fer2013()];
}

/** @returns {Check} */
function compiler() {
  const [name] = systemCompilers();
  return name
    ? { name: 'C++ compiler', state: 'ok', detail: outputOf([name, '--version'])?.split('\n')[0] ?? name }
    : { name: 'C++ compiler', state: 'note', detail: "none; the set-up uses the one in PyPI's ziglang" };
}

/** @returns {Check} */
function slurm() {
  if (!which('sbatch')) return { name: 'Slurm', state: 'note', detail: 'none; studies run on this machine' };
  const version = outputOf(['sbatch', '--version']);
  return version
    ? { name: 'Slurm', state: 'ok', detail: version }
    : { name: 'Slurm', state: 'note', detail: 'sbatch is installed but finds no cluster' };
}

/** @returns {Check} */
function fer2013() {
  const folder = join('datasets', 'fer2013');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.length > 0
    ? { name: 'FER2013', state: 'ok', detail: `${folder}: ${files.slice(0, 5).join(', ').replace(/\p{C}/gu, '?')}` }
    : {
        name: 'FER2013',
        state: 'note',
        detail: 'none; drawn faces are used instead',
        fix: 'npm run data -- PATH',
      };
}
