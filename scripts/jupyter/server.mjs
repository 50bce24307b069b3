import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The address, with the token, of a starting server, which writes them to a file once it listens on a free port.
 * Undefined if it ends before that.
 *
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string | undefined>}
 */
export async function serverAddress(server) {
  const started = Date.now();
  const file = join(process.env.JUPYTER_RUNTIME_DIR ?? '', `jpserver-${server.pid}.json`);
  while (server.exitCode === null && server.signalCode === null) {
    if ((statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= started) {
      const { url, token } = JSON.parse(readFileSync(file, 'utf8'));
      return `${url}lab${token && `?token=${encodeURIComponent(token)}`}`;
    }
    await sleep(50);
  }
  return undefined;
}
