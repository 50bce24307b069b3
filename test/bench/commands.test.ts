import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { PEER_NAMES, peersOf } from '../../bench/peers';
import { ROOT } from '../../lib/core/files';

test('a bench checks its arguments before it installs libraries', () => {
  for (const name of ['step', 'predict', 'profile', 'phases', 'all']) {
    const args = [join('scripts', 'bench.mjs'), name, 'batch=128'];
    const { status, stderr, stdout } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.deepEqual({ status, stdout }, { status: 2, stdout: '' }, stderr);
    assert.match(stderr, /^error: batch: 128; must be one of the keys threads, .*\n$/m);
    assert.doesNotMatch(stderr, /^\[1\/1\]/m); // what the set-up prints for each library
  }
});

test('mixed precision and ten crops have fewer peers', () => {
  const names = (...of: Parameters<typeof peersOf>) => peersOf(...of).map(({ name }) => name);
  assert.equal(peersOf('step', 'float32').length, PEER_NAMES.length);
  assert.ok(names('step', 'bfloat16').every((name) => name.startsWith('PyTorch') || name === 'torch.compile'));
  assert.ok(!names('predict', 'float32').includes('PyTorch channels-last, fused'));
  assert.deepEqual(names('step', 'bfloat16', ['pytorch', 'keras']), ['PyTorch']);
});
