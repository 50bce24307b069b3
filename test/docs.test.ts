import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../lib/files';
import { METHODS } from '../lib/saliency/methods';
import { trainCommand } from '../lib/training/command-line';
import { fromKeys, KEYS } from '../lib/training/hyperparameters';

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

test('the reference lists every network, optimizer and so on, by the names that keys take', () => {
  const rows = read('docs', 'commands.md').split('\n');
  const kinds = Object.entries(KEYS).flatMap(([key, { kind }]) => (kind ? [[key, kind] as const] : []));
  assert.ok(kinds.length >= 5);
  for (const [key, kind] of kinds) {
    const row = rows.find((line) => line.startsWith(`| \`${key}\``));
    for (const name of kind.ours) assert.match(row ?? '', new RegExp(`\\b${name}\\b`), `docs/commands.md, ${key}`);
  }
  const saliency = rows.find((line) => line.includes('npm run saliency'));
  for (const name of METHODS) assert.match(saliency ?? '', new RegExp(`\\b${name}\\b`), 'docs/commands.md, method');
});

test('the README lists every command', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const readme = read('README.md');
  for (const name of Object.keys(scripts)) {
    const command = name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`;
    assert.ok(readme.includes(`| \`${command}`), command);
  }
});

test('the README tells the results on record as their files do, with the command that made them', () => {
  const runs = readdirSync(join(ROOT, 'results'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.ok(runs.length > 0);
  for (const { name } of runs) {
    const command = trainCommand(fromKeys(JSON.parse(read('results', name, 'hyperparameters.json'))));
    assert.ok(read('results', 'README.md').includes(command), command);
    const row = read('README.md')
      .split('\n')
      .find((line) => line.startsWith('|') && line.includes(`](results/README.md#${name})`));
    assert.ok(row, `the README lacks ${name}`);
    for (const split of ['PublicTest', 'PrivateTest']) {
      const { top1 } = JSON.parse(read('results', name, `${split}.json`));
      assert.ok(row.includes(`${(100 * top1).toFixed(2)} %`), `${name} on ${split}`);
    }
  }
});
