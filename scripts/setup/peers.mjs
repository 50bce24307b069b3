import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { install } from './pip.mjs';
import { findPython } from './python.mjs';
import { digest } from './stamp.mjs';

/**
 * The packages that the benches compare with, in an environment of their own: nothing else imports them.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function peers(root) {
  const folder = join(root, '.venv', 'peers');
  return {
    title: 'PyTorch, torchvision and pandas, for benchmarks (downloads 2.5 GB, takes 4.3 GB)',
    megabytes: 6500, // while both the wheels and their unpacked files exist
    product: join(folder, 'torch'),
    stamp: join(folder, '.setup'),
    inputs: () => digest([readFileSync(join(root, 'requirements', 'peers.txt'))]),
    async run(context) {
      const { version } = findPython();
      if (Number(version.split('.')[1]) < 11)
        throw new SetupError('Python', version, 'must be 3.11 or newer for PyTorch');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      await install(root, 'peers', ['--target', folder], context);
    },
  };
}
