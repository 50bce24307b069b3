import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Ctrl-C reaches this process from the terminal and again from npm; within this time, in ms, that is one signal. */
const SAME_SIGNAL = 500;

/**
 * Runs a program to its end and resolves to its exit status, 128 + n if signal n ended it. The program has a process
 * group of its own, so that each signal reaches it once, from here, and has the time that it needs to finish.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runChild(program, args, env) {
  const child = spawn(program, args, { stdio: 'inherit', env, detached: true });
  const stop = forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      stop();
      resolve(code ?? 128 + constants.signals[/** @type {NodeJS.Signals} */ (signal)]);
    });
  });
}

/**
 * Passes SIGINT, SIGTERM and SIGHUP on to a child.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends it
 */
export function forwardSignals(child) {
  /** @type {Map<NodeJS.Signals, number>} */
  const last = new Map();
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = performance.now();
    if (now - (last.get(signal) ?? Number.NEGATIVE_INFINITY) < SAME_SIGNAL) return;
    last.set(signal, now);
    child.kill(signal);
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
