import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../lib/files';
import { KEYS } from '../lib/training/hyperparameters';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

test('the reference lists every key of a training, with its default', () => {
  const rows = read('docs', 'commands.md').split('\n');
  for (const [key, { default: fallback }] of Object.entries(KEYS)) {
    const cells = rows.find((row) => row.startsWith(`| \`${key}\``))?.split('|');
    assert.ok(cells, `docs/commands.md lacks ${key}`);
    const expected = fallback === undefined ? 'required' : fallback === '' ? 'empty' : String(fallback);
    assert.equal(cells[2].trim(), expected, key);
  }
});

test('the README lists every command', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const readme = read('README.md');
  for (const name of Object.keys(scripts)) {
    const command = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
    assert.ok(readme.includes(`| \`${command}`), command);
  }
});
