import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patched, type Session, stock } from './kernels';

/** As lib/notebook/interrupt.ts does it: a signal that SIGINT aborts, listened for from the first call on. */
const files = {
  'lib/interrupt.ts': `let controller: AbortController | undefined;
export function interruptSignal(): AbortSignal {
  if (controller === undefined) process.prependListener('SIGINT', () => controller?.abort());
  controller ??= new AbortController();
  return controller.signal;
}\n`,
};

test('■ stops a loop that never yields, and the kernel continues', async () => {
  await using session = await patched();
  const { ename } = await session.kernel.interrupt(`console.log('running');\nwhile (true) {}`);
  assert.equal(ename, 'Interrupted');
  assert.equal((await session.run('1 + 1')).stdout, '2\n');
});

test('■ rejects a cell that awaits and aborts its signal', async () => {
  await using ours = await patched(files);
  assert.deepEqual(await interrupt(ours), { ename: 'Interrupted', stderr: '', aborted: 'true\n' });
  await using theirs = await stock(files);
  await assert.rejects(interrupt(theirs), /has ended/, 'tslab survives this now: drop listenAgain');
});

async function interrupt({ kernel, run }: Session) {
  await run(`import { interruptSignal } from './lib/interrupt';`);
  const { ename, stderr } = await kernel.interrupt(
    `interruptSignal();
    await new Promise((resolve) => setTimeout(resolve, 200)); // V8 takes SIGINT for itself until here
    console.log('running');
    await new Promise((resolve) => setTimeout(resolve, 60000));`,
  );
  return { ename, stderr, aborted: (await run('interruptSignal().aborted')).stdout };
}
