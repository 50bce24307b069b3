import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { addon } from './addon.mjs';
import { checkDisk } from './disk.mjs';
import { SetupError } from './errors.mjs';
import { kernel } from './kernel.mjs';
import { lab } from './lab.mjs';
import { withLock } from './lock.mjs';
import { nodePackages } from './node-packages.mjs';
import { endLeftover } from './program.mjs';
import { Progress } from './progress.mjs';
import { pythonPackages } from './python-packages.mjs';
import { isMissing, stamped } from './stamp.mjs';
import { tensorflow } from './tensorflow.mjs';

/**
 * One step of the set-up.
 *
 * @typedef {object} Step
 * @property {string} title what it installs, as shown to the user
 * @property {number} megabytes disk space needed during the step
 * @property {string} product the file or folder that exists when the step is done
 * @property {string} stamp the file that records the inputs
 * @property {() => string} inputs a digest of all inputs
 * @property {(context: Context) => Promise<void>} run runs the step from the start, whatever a killed run has left
 */

/**
 * @typedef {object} Context
 * @property {string} log the file for the output of programs
 * @property {(detail: string) => void} onProgress
 */

/**
 * The steps in order. Each may depend on earlier ones.
 *
 * @param {string} root the project's folder
 * @returns {readonly Step[]}
 */
export function steps(root) {
  return [nodePackages(root), pythonPackages(root), tensorflow(root), addon(root), kernel(root), lab(root)];
}

/**
 * Installs what is missing inside the project's folder. Reports on stderr; prints nothing if there is nothing to do.
 *
 * @param {string} root the project's folder
 * @param {readonly Step[]} [all] the steps that the command needs
 */
export async function setUp(root, all = steps(root)) {
  if (!all.some(isMissing)) return;
  if (process.platform !== 'linux') {
    throw new SetupError('system', process.platform, 'must be Linux; on Windows use WSL 2');
  }
  const folder = join(root, '.cache', 'setup');
  const onWait = () => console.error('Another command is setting up this project; waiting for it.');
  await withLock(join(folder, 'lock'), onWait, async () => {
    endLeftover(folder);
    const missing = all.filter(isMissing);
    checkDisk(
      root,
      missing.reduce((sum, step) => sum + step.megabytes, 0),
    );
    for (const [i, step] of all.entries()) {
      if (isMissing(step)) await make(step, `[${i + 1}/${all.length}] ${step.title}`, join(folder, `${i + 1}.log`));
    }
  });
}

/**
 * @param {Step} step
 * @param {string} title
 * @param {string} log
 */
async function make(step, title, log) {
  rmSync(log, { force: true });
  const progress = new Progress(title);
  try {
    await stamped(step, () => step.run({ log, onProgress: (detail) => progress.update(detail) }));
    progress.end('done');
  } catch (error) {
    progress.end('failed');
    throw error;
  }
}
