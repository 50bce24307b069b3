import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PEER_NAMES, peersOf } from '../../bench/peers';
import { ROOT } from '../../lib/core/files';

test('a bench checks its arguments before it installs libraries', () => {
  const root = mkdtempSync(join(tmpdir(), 'fer-bench-'));
  try {
    // A project without any of the libraries; whatever would be installed belongs to it.
    for (const name of ['bench', 'lib', 'node_modules', 'package.json', 'requirements', 'scripts', 'tsconfig.json'])
      symlinkSync(join(ROOT, name), join(root, name));
    mkdirSync(join(root, '.venv'));
    const node = ['--preserve-symlinks', '--preserve-symlinks-main'];
    for (const name of ['step', 'predict', 'profile', 'phases', 'all']) {
      const args = [...node, join('scripts', 'bench.mjs'), name, 'batch=128'];
      const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
      assert.deepEqual({ status, stdout }, { status: 2, stdout: '' }, stderr);
      assert.match(stderr, /^error: batch: 128; must be one of the keys threads, .*\n$/m);
    }
  } finally {
    rmSync(root, { recursive: true });
  }
});

test('mixed precision and ten crops have fewer peers', () => {
  const names = (...of: Parameters<typeof peersOf>) => peersOf(...of).map(({ name }) => name);
  assert.equal(peersOf('step', 'float32').length, PEER_NAMES.length);
  assert.ok(names('step', 'bfloat16').every((name) => name.startsWith('PyTorch') || name === 'torch.compile'));
  assert.ok(!names('predict', 'float32').includes('PyTorch channels-last, fused'));
  assert.deepEqual(names('step', 'bfloat16', ['pytorch', 'keras']), ['PyTorch']);
});
