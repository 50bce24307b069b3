import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { linesOf, notebooks, read } from './notebook';

for (const file of notebooks) {
  test(`${file} is short, explained and without outputs`, () => {
    const { cells, metadata } = read(file);
    const code = cells.filter(({ cell_type }) => cell_type === 'code');
    assert.equal(metadata.kernelspec?.name, 'tslab');
    assert.ok(code.length <= 10, `${code.length} code cells; must be ≤ 10`);
    for (const [index, cell] of cells.entries()) {
      if (cell.cell_type !== 'code') continue;
      const lines = linesOf(cell);
      assert.ok(lines.length <= 8, `${lines.length} lines; must be ≤ 8: ${lines[0]}`);
      assert.equal(cells[index - 1]?.cell_type, 'markdown', `a sentence must come before: ${lines[0]}`);
      assert.deepEqual([cell.outputs, cell.execution_count], [[], null], `must not have outputs: ${lines[0]}`);
    }
  });
}

test('each notebook ends with a link to what comes next, and its links lead to files', () => {
  for (const file of notebooks) {
    const { cells } = read(file);
    const texts = cells.filter(({ cell_type }) => cell_type === 'markdown').map((cell) => linesOf(cell).join('\n'));
    assert.match(texts.at(-1) ?? '', /^\*\*Next:\*\* .*\]\(/, file);
    for (const [, target] of texts.join('\n').matchAll(/\]\(([^)#]+)[^)]*\)/g)) {
      if (!target.startsWith('http')) assert.ok(existsSync(join(dirname(file), target)), `${file}: ${target}`);
    }
  }
});
