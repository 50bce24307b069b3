import { spawn } from 'node:child_process';
import { ROOT } from '../../lib/core/files';

/** Characters of a failed program's output that are shown. */
const SHOWN = 2000;

/**
 * Runs a program to its end, in the project's folder.
 * @returns what it printed
 * @throws an error with the end of its output if it fails, and the signal's reason once it is aborted
 */
export async function output(
  command: readonly string[],
  signal: AbortSignal,
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  let printed = '';
  let failed = '';
  child.stdout.on('data', (text) => {
    printed += text;
  });
  child.stderr.on('data', (text) => {
    failed += text;
  });
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (status !== 0) throw new Error(`${command.join(' ')} failed:\n${(printed + failed).slice(-SHOWN)}`);
  return printed;
}

/** Runs a program to its end. @returns its milliseconds, from its start on */
export async function duration(command: readonly string[], signal: AbortSignal): Promise<number> {
  const began = performance.now();
  await output(command, signal);
  return performance.now() - began;
}
