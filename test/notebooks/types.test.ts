import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { notebooks, write } from './notebook';

const folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
const right = join(folder, 'right.ipynb');
const wrong = join(folder, 'wrong.ipynb');
/** What the compiler finds in the project's notebooks and in these two. */
let faults: readonly string[];

before(() => {
  write(right, 'let bs = 64;', 'const bs = "again";\nawait Promise.resolve({ bs });');
  write(wrong, 'let bs = 64;', '\nbs = "32";');
  const files = [...notebooks, right, wrong];
  const { status, stdout } = spawnSync(process.execPath, [join('kernel', 'check.cjs'), ...files], { encoding: 'utf8' });
  assert.equal(status, 1);
  faults = stdout.trimEnd().split('\n');
});

after(() => rmSync(folder, { recursive: true }));

test('the cells of every notebook compile in order, with strict types', () => {
  const others = faults.filter((fault) => !fault.startsWith(folder));
  assert.deepEqual(others, []);
});

test('an invalid cell is reported by number and line', () => {
  const own = faults.filter((fault) => fault.startsWith(folder));
  assert.deepEqual(own, [`${wrong}, cell 2, line 2, column 1: Type 'string' is not assignable to type 'number'.`]);
});
