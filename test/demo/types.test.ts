import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { TYPE_CHECK } from '../../scripts/test/type-check.mjs';

test("the page's scripts fit their types, which are a browser's", () => {
  const [program, ...options] = TYPE_CHECK;
  const args = [join('node_modules', program), ...options, '-p', join('lib', 'demo', 'page')];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
