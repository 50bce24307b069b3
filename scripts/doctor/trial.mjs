import { spawnSync } from 'node:child_process';

/** Milliseconds. The packaged Chromium is unpacked when it is first used, and a busy machine is slow. */
const TIMEOUT = 90_000;

/**
 * Runs a program and reports what it printed.
 *
 * @param {readonly string[]} command
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {{ ok: boolean, said: string }} its output, or the last line that says why it failed
 */
export function tried([program, ...args], options) {
  const run = spawnSync(program, args, { timeout: TIMEOUT, ...options, encoding: 'utf8' });
  if (run.status === 0) return { ok: true, said: run.stdout.trim() };
  if (run.error) return { ok: false, said: run.error.message };
  const [printed, reported] = [run.stdout, run.stderr].map((text) => {
    return text.split('\n').filter((line) => /\S/.test(line) && !/^Node\.js v/.test(line));
  });
  const message = printed.at(-1) ?? reported.findLast((line) => /error/i.test(line)) ?? reported.at(-1);
  return { ok: false, said: message?.trim() ?? `${program} ended with ${run.signal ?? `exit status ${run.status}`}` };
}
