import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { notebooks, write } from './notebook';

test('the cells of every notebook compile in order, with strict types', () => {
  assert.deepEqual(check(notebooks), { status: 0, stdout: '' });
});

test('an invalid cell is reported by number and line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notebooks-'));
  const right = join(folder, 'right.ipynb');
  const wrong = join(folder, 'wrong.ipynb');
  write(right, 'let bs = 64;', 'const bs = "again";\nawait Promise.resolve({ bs });');
  write(wrong, 'let bs = 64;', '\nbs = "32";');
  assert.deepEqual(check([right, wrong]), {
    status: 1,
    stdout: `${wrong}, cell 2, line 2, column 1: Type 'string' is not assignable to type 'number'.\n`,
  });
  rmSync(folder, { recursive: true });
});

function check(files: readonly string[]): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, [join('kernel', 'check.cjs'), ...files], { encoding: 'utf8' });
  return { status, stdout };
}
