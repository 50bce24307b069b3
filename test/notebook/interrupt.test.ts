import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { interruptSignal } from '../../lib/notebook/interrupt';

test('an interrupt aborts signals taken earlier, and no later ones', async () => {
  const before = interruptSignal();
  assert.equal(interruptSignal(), before);
  const aborted = once(before, 'abort');
  const alive = setInterval(() => {}, 1000); // Node would end before the signal comes: its watchers hold nothing
  process.kill(process.pid, 'SIGINT');
  await aborted;
  clearInterval(alive);
  assert.equal(before.reason.message, 'Interrupted');
  assert.equal(interruptSignal().aborted, false);
});

test('one listener serves all signals, even after a hot reload', () => {
  const listeners = process.listenerCount('SIGINT');
  delete require.cache[require.resolve('../../lib/notebook/interrupt')];
  const reloaded = require('../../lib/notebook/interrupt') as typeof import('../../lib/notebook/interrupt');
  assert.equal(reloaded.interruptSignal(), interruptSignal());
  assert.equal(process.listenerCount('SIGINT'), listeners);
});
