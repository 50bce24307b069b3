import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { identity, isRunning } from '../system/identity.cjs';
import { onStop, statusOf } from '../system/signals.cjs';

/** File next to the logs that records the program that the set-up is running. */
const RUNNING = 'running';

/**
 * Runs a program with its output in a log. Resolves to whether it succeeded.
 *
 * @param {readonly string[]} command
 * @param {object} options
 * @param {string} options.log
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {(line: string) => void} [options.onLine]
 * @returns {Promise<boolean>}
 */
export async function runProgram([program, ...args], { log, env = process.env, onLine }) {
  mkdirSync(dirname(log), { recursive: true });
  const output = createWriteStream(log, { flags: 'a' });
  output.write(`\n$ ${[program, ...args].join(' ')}\n`);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true });
  const note = join(dirname(log), RUNNING);
  if (child.pid) writeFileSync(note, identity(child.pid));
  const stop = endOnSignal(child);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      output.write(`${line}\n`);
      onLine?.(line);
    });
  }
  const succeeded = await new Promise((resolve) => {
    child.on('error', (error) => resolve(!output.write(`${error.message}\n`) && false));
    child.on('close', (code) => resolve(code === 0));
  });
  stop();
  rmSync(note, { force: true });
  output.end();
  await finished(output);
  return succeeded;
}

/**
 * Ends a program that a killed set-up left running, before it interferes with this one.
 *
 * @param {string} folder of the logs
 */
export function endLeftover(folder) {
  const note = join(folder, RUNNING);
  if (!existsSync(note)) return;
  const id = readFileSync(note, 'utf8');
  if (isRunning(id)) process.kill(-Number(id.split(' ')[0]), 'SIGKILL');
  rmSync(note);
}

/**
 * The first program with a name on the PATH. A path is returned as it is.
 *
 * @param {string} name
 */
export function which(name) {
  return name.includes('/') && existsSync(name) ? name : allOnPath(name).at(0);
}

/**
 * Every program with a name on the PATH, in PATH order.
 *
 * @param {string} name
 */
export function allOnPath(name) {
  const folders = (process.env.PATH ?? '').split(':').filter(Boolean);
  return folders.map((folder) => join(folder, name)).filter((file) => existsSync(file));
}

/**
 * A program's standard output. Undefined if it cannot be run, fails, or takes longer than 20 s.
 *
 * @param {readonly string[]} command
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function outputOf([program, ...args], options) {
  const { status, stdout } = spawnSync(program, args, { ...options, encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * Makes Ctrl-C end the program, all processes that it has started, and the set-up.
 *
 * @param {import('node:child_process').ChildProcess} child
 */
function endOnSignal(child) {
  return onStop((signal) => {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
    process.stderr.write('\nerror: set-up: interrupted; run the command again to continue\n');
    process.exit(statusOf(signal));
  });
}
