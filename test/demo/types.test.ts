import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';

test("the page's scripts fit their types, which are a browser's", () => {
  const args = ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'lib/demo/page'];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
