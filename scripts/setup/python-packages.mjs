import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from './errors.mjs';
import { install } from './pip.mjs';
import { runProgram } from './program.mjs';
import { findPython } from './python.mjs';
import { digest } from './stamp.mjs';
import { TENSORFLOW } from './tensorflow.mjs';

/**
 * The Python environment `.venv` with JupyterLab and nbclient.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function pythonPackages(root) {
  const folder = join(root, '.venv');
  return {
    title: 'Python environment with JupyterLab',
    megabytes: 400,
    product: join(folder, 'bin', 'python'), // a link, which breaks if that Python is removed
    stamp: join(folder, '.setup'),
    inputs: () => digest([readFileSync(join(root, 'requirements', 'jupyter.txt'))]),
    async run(context) {
      const { python, uv } = findPython();
      clear(folder);
      const make = uv
        ? [uv, 'venv', '--quiet', '--allow-existing', '--no-python-downloads', '--python', python, folder]
        : [python, '-m', 'venv', folder];
      if (!(await runProgram(make, { log: context.log }))) throw explain('Python environment', context.log);
      await install(root, 'jupyter', [], context);
    },
  };
}

/**
 * Empties the environment except for TensorFlow, which is large and does not depend on the Python.
 *
 * @param {string} folder
 */
function clear(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder)) {
    if (name !== TENSORFLOW) rmSync(join(folder, name), { recursive: true, force: true });
  }
}
