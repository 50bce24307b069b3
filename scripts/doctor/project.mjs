import { join } from 'node:path';
import { SetupError } from '../setup/errors.mjs';
import { outputOf } from '../setup/program.mjs';
import { findPython } from '../setup/python.mjs';
import { steps } from '../setup/setup.mjs';
import { isMissing } from '../setup/stamp.mjs';

/** @typedef {import('../doctor.mjs').Check} Check */

const LOAD = `
const tf = require('@tensorflow/tfjs-node-gpu');
const { binding, isUsingGpuDevice } = tf.backend();
console.log(binding.TF_Version, 'on the', isUsingGpuDevice ? 'GPU' : 'CPU');`;

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
  const command = [join(root, '.venv', 'bin', 'python'), '-m', 'jupyterlab', '--version'];
  const version = outputOf(command);
  return version
    ? { name: 'JupyterLab starts', state: 'ok', detail: version }
    : { name: 'JupyterLab starts', state: 'missing', detail: 'no', fix: 'rm -rf .venv && npm run setup' };
}

/**
 * @param {string} root
 * @returns {Check}
 */
function tensorflow(root) {
  const fix = 'rm -rf node_modules .venv && npm run setup';
  const loaded = outputOf([process.execPath, '-e', LOAD], {
    cwd: root,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  return loaded
    ? { name: 'TensorFlow loads', state: 'ok', detail: loaded }
    : { name: 'TensorFlow loads', state: 'missing', detail: 'no', fix };
}
