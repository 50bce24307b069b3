import { join } from 'node:path';
import { digest, writeWhole } from './stamp.mjs';

/** Jupyter's name for the kernel, which is stored in the notebooks. */
export const KERNEL = 'tslab';

/**
 * The kernel's specification in `.venv`, where JupyterLab and nbclient find it.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function kernel(root) {
  const folder = join(root, '.venv', 'share', 'jupyter', 'kernels', KERNEL);
  const product = join(folder, 'kernel.json');
  const specification = JSON.stringify(
    {
      argv: [process.execPath, join(root, 'kernel', 'launcher.cjs'), '{connection_file}'],
      display_name: 'TypeScript',
      language: 'typescript',
    },
    null,
    2,
  );
  return {
    title: 'TypeScript kernel',
    megabytes: 1,
    product,
    stamp: join(folder, '.setup'),
    inputs: () => digest([specification]),
    async run() {
      writeWhole(product, specification);
    },
  };
}
