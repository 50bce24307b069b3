import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { patched, type Session, stock } from './kernels';

const busy = 'setInterval(() => {}, 1000);';

test('a kernel that is shut down ends, whatever still runs in it', async () => {
  await using ours = await patched();
  await ours.run(busy);
  assert.equal(await ours.kernel.shutdown(), 0);
  await using theirs = await stock();
  await theirs.run(busy);
  assert.equal(await theirs.kernel.shutdown(), null, 'tslab ends now: remove the fix');
});

test('a kernel ends when the program that started it is killed', async () => {
  await using ours = await patched();
  assert.ok(!(await outlives(ours)));
  await using theirs = await stock();
  assert.ok(await outlives(theirs), 'tslab ends now: drop lifetime.cjs');
  process.kill(theirs.kernel.pid, 'SIGKILL');
});

/** Whether the kernel is still running some seconds after its client was killed. */
async function outlives({ kernel, run }: Session): Promise<boolean> {
  await run(busy);
  await kernel.killClient();
  for (let tries = 0; tries < 30; tries++) {
    if (!isRunning(kernel.pid)) return false;
    await sleep(100);
  }
  return true;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
