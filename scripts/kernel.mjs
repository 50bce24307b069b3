// npm run kernel -- install | uninstall | status: the TypeScript kernel for the user's own Jupyter, as a JupyterHub or
// VS Code has it. It runs in this folder, wherever the notebook is.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { KERNEL, specificationOf } from './setup/kernel.mjs';
import { writeWhole } from './setup/stamp.mjs';
import { outliveReaders } from './system/output.cjs';

/** The key in the specification's metadata that names the project's folder. */
const OWNER = 'fer-lab';

outliveReaders();
const root = process.cwd();
const { JUPYTER_DATA_DIR, XDG_DATA_HOME } = process.env;
// As Jupyter finds it on Linux.
const data = JUPYTER_DATA_DIR || join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'jupyter');
const folder = join(data, 'kernels', KERNEL);
const file = join(folder, 'kernel.json');

/** @type {Readonly<Record<string, () => void>>} */
const ACTIONS = {
  install() {
    if (isForeign()) return refuse();
    writeWhole(file, specificationOf(root, 'TypeScript (fer-lab)', { [OWNER]: root }));
    console.log(`installed: ${folder}`);
  },
  uninstall() {
    if (isForeign()) return refuse();
    const was = existsSync(folder);
    rmSync(folder, { recursive: true, force: true });
    console.log(`${was ? 'removed' : 'not installed'}: ${folder}`);
  },
  status() {
    const owner = installedFrom();
    const state = !existsSync(folder)
      ? 'not installed'
      : owner === root
        ? 'installed'
        : `installed by ${owner ?? 'another program'}`;
    console.log(`${state}: ${folder}`);
  },
};

const args = process.argv.slice(2);
if (args.length === 1 && Object.hasOwn(ACTIONS, args[0])) {
  ACTIONS[args[0]]();
} else {
  console.error(`error: action: ${args.join(' ') || 'none'}; must be one of ${Object.keys(ACTIONS).join(', ')}`);
  process.exitCode = 2;
}

/** The checkout that installed the kernel; undefined if none did. */
function installedFrom() {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).metadata?.[OWNER];
  } catch {
    return undefined;
  }
}

/** Whether another program has a kernel of that name, as tslab itself. */
function isForeign() {
  return existsSync(folder) && installedFrom() === undefined;
}

function refuse() {
  console.error(`error: kernel: ${folder}; must not belong to another program; jupyter kernelspec uninstall ${KERNEL}`);
  process.exitCode = 2;
}
