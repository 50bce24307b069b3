import { join } from 'node:path';

const TOKEN = /^JUPYTER_TOKEN(_FILE)?$/;
/** What points Jupyter and Python to other folders and settings. */
const OTHERS = /^(JUPYTER|IPYTHON|PYTHON(HOME|PATH)$)/;

/**
 * The environment of every command: Jupyter and Python see this project's folders and none of the user's, so that what
 * is installed or set elsewhere on the machine changes nothing here. A token that the user chose for the server stays.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [inherited]
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnvironment(root, inherited = process.env) {
  const kept = Object.entries(inherited).filter(([name]) => TOKEN.test(name) || !OTHERS.test(name));
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
