import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { digest, textOf } from './stamp.mjs';

/**
 * JupyterLab's settings and the renderer of Plotly figures, copied from `lab/` to the folder where JupyterLab looks for
 * them.
 *
 * @param {string} root
 * @returns {import('./setup.mjs').Step}
 */
export function lab(root) {
  const source = join(root, 'lab');
  const share = join(root, '.venv', 'share', 'jupyter');
  const product = join(share, 'labextensions', 'fer-plotly');
  const plotly = join(root, 'node_modules', 'plotly.js-dist-min');
  const settings = /** @type {const} */ ([
    ['page_config.json', join(root, '.venv', 'etc', 'jupyter', 'labconfig')],
    ['overrides.json', join(share, 'lab', 'settings')],
  ]);
  return {
    title: 'JupyterLab settings and figures',
    megabytes: 10,
    product,
    stamp: join(product, '.setup'),
    inputs: () => digest([...contents(source), textOf(join(plotly, 'package.json'))]),
    async run() {
      for (const [name, folder] of settings) {
        mkdirSync(folder, { recursive: true });
        copyFileSync(join(source, 'settings', name), join(folder, name));
      }
      const copy = `${product}.new`;
      rmSync(copy, { recursive: true, force: true });
      cpSync(join(source, 'extension'), copy, { recursive: true });
      copyFileSync(join(plotly, 'plotly.min.js'), join(copy, 'static', 'plotly.min.js'));
      rmSync(product, { recursive: true, force: true });
      mkdirSync(dirname(product), { recursive: true });
      renameSync(copy, product);
    },
  };
}

/**
 * Path and content of every file below a folder.
 *
 * @param {string} folder
 * @returns {(string | Buffer)[]}
 */
function contents(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.flatMap((path) => [path.slice(folder.length), readFileSync(path)]);
}
