import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { checkDisk } from '../../scripts/setup/disk.mjs';

test('too little disk space is reported before anything is written', () => {
  checkDisk(tmpdir(), 1);
  assert.throws(() => checkDisk(tmpdir(), 1e9), {
    name: 'SetupError',
    message: /^disk: \d+\.\d GB free; needs 1000000\.0 GB in \//,
  });
});
