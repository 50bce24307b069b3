import { spawn } from 'node:child_process';
import { onStop, statusOf } from '../system/signals.cjs';

/**
 * Runs a program and resolves to its exit status, 128 + n if signal n ended it. The program has its own process group,
 * so that each stop signal reaches it exactly once, from here, and it has time to finish.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runChild(program, args, env) {
  const child = spawn(program, args, { stdio: 'inherit', env, detached: true });
  const end = onStop((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      end();
      resolve(code ?? statusOf(/** @type {NodeJS.Signals} */ (signal)));
    });
  });
}
