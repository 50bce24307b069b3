import { join } from 'node:path';

const TOKEN = /^JUPYTER_TOKEN(_FILE)?$/;
/** Variables that point Jupyter and Python to other folders and settings. */
const OTHERS = /^(JUPYTER|IPYTHON|PYTHON(HOME|PATH)$)/;

/**
 * The environment of every command: Jupyter and Python use this project's folders and none of the user's, so that
 * packages and settings elsewhere on the machine have no effect. A server token chosen by the user is kept.
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
