import { join } from 'node:path';

/**
 * The environment of every command: Jupyter and Python see this project's folders and none of the user's, so that what
 * is installed or set elsewhere on the machine changes nothing here.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [inherited]
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnvironment(root, inherited = process.env) {
  const kept = Object.entries(inherited).filter(([name]) => !/^(JUPYTER|IPYTHON|PYTHON(HOME|PATH)$)/.test(name));
  const folder = join(root, 'outputs', '.jupyter');
  return {
    ...Object.fromEntries(kept),
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    IPYTHONDIR: join(folder, 'ipython'),
    PYTHONNOUSERSITE: '1',
  };
}
