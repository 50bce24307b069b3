import { join } from 'node:path';
import { SetupError } from '../setup/errors.mjs';
import { findPython } from '../setup/python.mjs';
import { steps } from '../setup/setup.mjs';
import { isMissing } from '../setup/stamp.mjs';
import { tried } from './trial.mjs';

/** @typedef {import('../doctor.mjs').Check} Check */

/** Multiplies two matrices on the device that networks train on. */
const MULTIPLY = `
const tf = require('@tensorflow/tfjs-node-gpu');
const { binding, isUsingGpuDevice } = tf.backend();
const ones = tf.ones([64, 64]);
const [sum] = tf.sum(tf.matMul(ones, ones)).dataSync();
if (sum !== 64 ** 3) throw new Error('a product of matrices is ' + sum + ' instead of ' + 64 ** 3);
console.log(binding.TF_Version + ' multiplies on the ' + (isUsingGpuDevice ? 'GPU' : 'CPU'));`;

/** Starts the kernel as JupyterLab does, and runs a cell. */
const CELL = `
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name='tslab', startup_timeout=80)
try:
    client.execute_interactive('const answer: number = 6 * 7; console.log(answer);', timeout=60)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)`;

/**
 * What the set-up installs, and what it needs for that.
 *
 * @param {string} root
 * @returns {readonly Check[]}
 */
export function project(root) {
  return [
    { name: 'Node', state: 'ok', detail: `${process.versions.node} (${process.execPath})` },
    python(),
    ...steps(root).map(setupStep),
    jupyterLab(root),
    cell(root),
    tensorflow(root),
  ];
}

/** @returns {Check} */
function python() {
  try {
    const { python, version, uv } = findPython();
    return { name: 'Python', state: 'ok', detail: `${version} (${python})${uv ? `, uv (${uv})` : ''}` };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const [fault, fix] = error.message.replace(/^Python: /, '').split('; ');
    return { name: 'Python', state: 'missing', detail: fault, fix };
  }
}

/**
 * @param {import('../setup/setup.mjs').Step} step
 * @returns {Check}
 */
function setupStep(step) {
  return isMissing(step)
    ? { name: step.title, state: 'missing', detail: 'not set up, or out of date', fix: 'npm run setup' }
    : { name: step.title, state: 'ok', detail: 'set up' };
}

/**
 * @param {string} root
 * @returns {Check}
 */
function jupyterLab(root) {
  const { ok, said } = tried([pythonOf(root), '-m', 'jupyterlab', '--version']);
  return ok
    ? { name: 'JupyterLab starts', state: 'ok', detail: said }
    : { name: 'JupyterLab starts', state: 'missing', detail: said, fix: 'rm -rf .venv && npm run setup' };
}

/**
 * @param {string} root
 * @returns {Check}
 */
function cell(root) {
  const { ok, said } = tried([pythonOf(root), '-c', CELL], { cwd: root });
  return ok && said === '42'
    ? { name: 'A cell runs', state: 'ok', detail: `6 × 7 = ${said}` }
    : { name: 'A cell runs', state: 'missing', detail: said, fix: 'npm run setup' };
}

/**
 * @param {string} root
 * @returns {Check}
 */
function tensorflow(root) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const { ok, said } = tried([process.execPath, '-e', MULTIPLY], { cwd: root, env });
  return ok
    ? { name: 'TensorFlow', state: 'ok', detail: said }
    : { name: 'TensorFlow', state: 'missing', detail: said, fix: 'rm -rf node_modules .venv && npm run setup' };
}

/** @param {string} root */
function pythonOf(root) {
  return join(root, '.venv', 'bin', 'python');
}
