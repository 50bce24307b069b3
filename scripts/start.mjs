// npm start -- ARGUMENTS FOR JUPYTERLAB: runs JupyterLab in notebooks/, reachable from this machine only. Ctrl-C ends
// it at once.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:os';
import { join } from 'node:path';
import { openBrowser } from './jupyter/browser.mjs';
import { serverAddress } from './jupyter/server.mjs';
import { renewDeclarations } from './run/declarations.mjs';
import { KERNEL } from './setup/kernel.mjs';
import { outliveReaders } from './system/output.cjs';
import { onStop, statusOf } from './system/signals.cjs';

outliveReaders();
const args = process.argv.slice(2);
const defaults = [
  '--no-browser', // this script opens one if there is a display
  '--LabApp.log_level=WARN',
  '--ServerApp.log_level=WARN',
  '--allow-root', // for containers; only this machine can reach the server
  '--ServerApp.ip=127.0.0.1',
  '--ServerApp.root_dir=notebooks',
  `--MultiKernelManager.default_kernel_name=${KERNEL}`,
  `--KernelSpecManager.allowed_kernelspecs={'${KERNEL}'}`,
];
// JupyterLab takes each option once: those that are given replace these.
const given = new Set(args.map((argument) => argument.split('=')[0]));
const options = defaults.filter((option) => !given.has(option.split('=')[0]));
const { JUPYTER_TOKEN: token, JUPYTER_TOKEN_FILE: file } = process.env;
// Arguments are visible in the machine's list of processes; the environment is not.
const env = { ...process.env, ...(token || file ? {} : { JUPYTER_TOKEN: randomBytes(24).toString('hex') }) };
const server = spawn(join('.venv', 'bin', 'python'), ['-m', 'jupyterlab', ...options, ...args], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env,
});

renewDeclarations(constants.priority.PRIORITY_LOW);

onStop((signal) => {
  server.kill('SIGTERM'); // after SIGINT it would ask for confirmation
  process.exitCode = statusOf(signal);
});
server.on('exit', (code) => {
  process.exitCode ??= code ?? 1;
});

serverAddress(server).then((address) => {
  if (address === undefined) return; // it has ended and reported why
  console.log(`\nJupyterLab is ready. Open this address in a browser; Ctrl-C here ends it.\n\n    ${address}\n`);
  if (!args.includes('--no-browser')) openBrowser(address);
});
