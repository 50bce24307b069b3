import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const PROGRAM = `
const { onStop } = require(${JSON.stringify(join(__dirname, '..', '..', 'scripts', 'system', 'signals.cjs'))});
onStop((signal) => console.log(signal), { once: true });
setTimeout(() => process.exit(0), 4000);
console.log('ready');`;

/** Sends a signal, again as soon as it is noticed, and again later. Returns how the program ended. */
async function sendThrice(signal: NodeJS.Signals): Promise<unknown> {
  const child = spawn(process.execPath, ['-e', PROGRAM], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill(signal);
  assert.equal(String((await once(child.stdout, 'data'))[0]), `${signal}\n`);
  child.kill(signal);
  await sleep(1000);
  assert.equal(child.signalCode, null, 'one signal that came in two ways');
  child.kill(signal);
  return once(child, 'exit');
}

test('the same signal twice at once counts once, as Slurm sends it to every process of a job; later it ends the process', async () => {
  assert.deepEqual(await sendThrice('SIGTERM'), [null, 'SIGTERM']);
});

test('a batch system’s signal never ends the process by itself, and starts no debugger', async () => {
  const ends = await Promise.all((['SIGUSR1', 'SIGUSR2'] as const).map(sendThrice));
  assert.deepEqual(ends, [
    [0, null],
    [0, null],
  ]);
});
