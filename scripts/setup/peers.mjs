import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { install } from './pip.mjs';
import { findPython } from './python.mjs';
import { digest } from './stamp.mjs';

/**
 * The environments of the libraries that the benches compare with: folder in `.venv`, lock file, title, disk space during
 * the installation, and a package in it. Each has its own folder, so that their dependencies cannot conflict and one
 * that fails to install does not affect the others.
 */
const ENVIRONMENTS = [
  {
    lock: 'peers',
    title: 'PyTorch, torchvision and pandas, for benchmarks (downloads 2.5 GB, takes 4.3 GB)',
    megabytes: 6500, // while both the wheels and their unpacked files exist
    product: 'torch',
  },
  {
    lock: 'peers-keras',
    title: 'Keras on TensorFlow, for benchmarks (downloads 0.4 GB, takes 1.5 GB)',
    megabytes: 2200,
    product: 'keras',
  },
  {
    lock: 'peers-jax',
    title: 'JAX, for benchmarks (downloads 0.2 GB, takes 0.6 GB)',
    megabytes: 900,
    product: 'jax',
  },
];

/**
 * The packages that the benches compare with. Nothing else imports them.
 *
 * @param {string} root
 * @param {readonly string[]} [locks] lock files of the environments
 * @returns {import('./setup.mjs').Step[]}
 */
export function peers(root, locks = ENVIRONMENTS.map(({ lock }) => lock)) {
  return ENVIRONMENTS.filter(({ lock }) => locks.includes(lock)).map(({ lock, title, megabytes, product }) => {
    const folder = join(root, '.venv', lock);
    return {
      title,
      megabytes,
      product: join(folder, product),
      stamp: join(folder, '.setup'),
      inputs: () => digest([readFileSync(join(root, 'requirements', `${lock}.txt`))]),
      async run(context) {
        const { version } = findPython();
        if (Number(version.split('.')[1]) < 11)
          throw new SetupError('Python', version, 'must be 3.11 or newer for the libraries to compare with');
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder);
        await install(root, lock, ['--target', folder], context);
      },
    };
  });
}
