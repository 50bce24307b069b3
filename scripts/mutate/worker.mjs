// A process that runs test files of the sandbox in its working directory and reports results. For each message
// { file, last } it answers { failed, message, seconds, large }, with CPU seconds.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runFile } from './harness.mjs';

const folder = process.cwd();
const require = createRequire(join(folder, 'worker.cjs'));

/** @type {(error: unknown) => void} */
let lost = () => {};
for (const event of ['uncaughtException', 'unhandledRejection']) process.on(event, (error) => lost(error));

process.on('disconnect', () => process.exit()); // the script was interrupted
process.on('message', async (/** @type {{ file: string, last?: string }} */ { file, last }) => {
  forget();
  const began = process.cpuUsage();
  const loss = new Promise((done) => {
    lost = (error) => done({ failed: 'outside of a test', message: String(error) });
  });
  const outcome = await Promise.race([runFile(() => require(join(folder, file)), last), loss]);
  const { user, system } = process.cpuUsage(began);
  const large = process.memoryUsage().rss > 1.5e9;
  process.send?.({ ...outcome, seconds: (user + system) / 1e6, large });
});

/** Makes the next test file reload the project's modules and their global state. */
function forget() {
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(folder) && !path.includes('node_modules')) delete require.cache[path];
  }
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (Symbol.keyFor(key)?.startsWith('fer')) Reflect.deleteProperty(globalThis, key);
  }
}

process.send?.('ready');
