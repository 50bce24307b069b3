import { join } from 'node:path';
import { runProgram } from './program.mjs';
import { digest, writeWhole } from './stamp.mjs';

/** Jupyter's name for the kernel, which is stored in the notebooks. */
export const KERNEL = 'tslab';

/**
 * The text of a `kernel.json` that starts this project's kernel.
 *
 * @param {string} root
 * @param {string} display_name
 * @param {object} [metadata]
 */
export function specificationOf(root, display_name, metadata) {
  const argv = [process.execPath, join(root, 'kernel', 'launcher.cjs'), '{connection_file}'];
  return JSON.stringify({ argv, display_name, language: 'typescript', metadata }, null, 2);
}

/**
 * The kernel's specification in `.venv`, where JupyterLab and nbclient find it, and the declarations of `lib`, without
 * which the kernel only takes longer.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function kernel(root) {
  const folder = join(root, '.venv', 'share', 'jupyter', 'kernels', KERNEL);
  const product = join(folder, 'kernel.json');
  const specification = specificationOf(root, 'TypeScript');
  return {
    title: 'TypeScript kernel',
    megabytes: 1,
    product,
    stamp: join(folder, '.setup'),
    inputs: () => digest([specification]),
    async run({ log, onProgress }) {
      writeWhole(product, specification);
      onProgress('declarations of lib');
      await runProgram([process.execPath, join(root, 'kernel', 'declare.cjs')], { log });
    },
  };
}
