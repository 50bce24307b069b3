import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './errors.mjs';
import { install } from './pip.mjs';
import { outputOf, which } from './program.mjs';
import { digest, textOf } from './stamp.mjs';

/** Folder in `.venv`, separate from the Python packages because only its C library is used. */
export const TENSORFLOW = 'tensorflow';

/**
 * All wheels contain the same C library, so one wheel serves every Python, even versions without a TensorFlow wheel.
 */
const WHEEL_PYTHON = '3.12';

const MEGABYTES = { cpu: 2000, cuda: 9000 };

/**
 * The TensorFlow wheel: with CUDA if there is an NVIDIA GPU, otherwise for the CPU.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function tensorflow(root) {
  const folder = join(root, '.venv', TENSORFLOW);
  const stamp = join(folder, '.setup');
  const build = chooseBuild(stamp);
  return {
    title: build === 'cuda' ? 'TensorFlow with CUDA' : 'TensorFlow for the CPU',
    megabytes: MEGABYTES[build],
    product: join(folder, 'tensorflow'),
    stamp,
    inputs: () => `${build} ${digest([readFileSync(join(root, 'requirements', `tensorflow-${build}.txt`))])}`,
    async run(context) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      const where = ['--target', folder, '--python-version', WHEEL_PYTHON, '--only-binary', ':all:'];
      await install(root, `tensorflow-${build}`, where, context);
    },
  };
}

/**
 * TENSORFLOW_BUILD if set, as a cluster's login node needs it; otherwise CUDA if nvidia-smi finds a GPU or the CUDA
 * build is installed already: it also runs on the CPU, and the nodes of a cluster share this folder.
 *
 * @param {string} stamp
 * @returns {'cpu' | 'cuda'}
 * @throws {SetupError} if TENSORFLOW_BUILD names no build
 */
function chooseBuild(stamp) {
  const wanted = process.env.TENSORFLOW_BUILD;
  if (wanted === 'cpu' || wanted === 'cuda') return wanted;
  if (wanted) throw new SetupError('TENSORFLOW_BUILD', wanted, 'must be cpu or cuda', 2);
  if (textOf(stamp).startsWith('cuda')) return 'cuda';
  return which('nvidia-smi') && outputOf(['nvidia-smi', '-L'])?.startsWith('GPU') ? 'cuda' : 'cpu';
}
