import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../lib/core/files';
import { helpOf } from '../lib/core/help';
import type { Keys } from '../lib/core/keys';
import { METHODS } from '../lib/saliency/methods';
import { trainCommand } from '../lib/training/command-line';
import { KEYS, storedHyperparameters } from '../lib/training/hyperparameters';
import { STUDY_KEYS } from '../lib/tuning/definition';

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

/** The table of keys that the reference has; written anew by `UPDATE_DOCS=1 npm test -- docs`. */
function keyTable(keys: Keys): string {
  const rows = Object.entries(keys).map(([name, key]) => {
    const fallback = key.default === undefined ? 'required' : key.default === '' ? 'empty' : String(key.default);
    return `| \`${name}\` | ${fallback} | ${key.values()} | ${helpOf(name, key)} |`;
  });
  return ['| key | default | values | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Without the spaces and dashes that align a table. */
const plain = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

for (const [name, keys] of Object.entries({ train: KEYS, tune: STUDY_KEYS })) {
  test(`the reference has the table of the keys of ${name}`, () => {
    const file = join(ROOT, 'docs', 'commands.md');
    const [start, end] = [`<!-- keys of ${name} -->`, '<!-- end of keys -->'];
    const text = read('docs', 'commands.md');
    const [before, rest] = text.split(`${start}\n`);
    const after = rest.slice(rest.indexOf(end));
    const expected = `${before}${start}\n\n${keyTable(keys)}\n\n${after}`;
    if (process.env.UPDATE_DOCS) writeFileSync(file, expected);
    else assert.equal(plain(text), plain(expected));
  });
}

test('the reference lists every network, optimizer and so on, by the names that keys take', () => {
  const rows = read('docs', 'commands.md').split('\n');
  const kinds = Object.entries(KEYS).flatMap(([key, { kind }]) => (kind ? [[key, kind] as const] : []));
  assert.ok(kinds.length >= 5);
  for (const [key, kind] of kinds) {
    const row = rows.find((line) => line.startsWith(`| \`${key}\``));
    for (const name of kind.ours) assert.match(row ?? '', new RegExp(`\\b${name}\\b`), `docs/commands.md, ${key}`);
  }
  const saliency = read('docs', 'commands.md').match(/npm run saliency[\s\S]*?\n\n/)?.[0];
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

test('the board of results says what the files of each record say, and each record its command', () => {
  const runs = readdirSync(join(ROOT, 'results'), { withFileTypes: true }).filter(({ name }) =>
    existsSync(join(ROOT, 'results', name, 'hyperparameters.json')),
  );
  assert.ok(runs.length > 0);
  for (const { name } of runs) {
    const command = trainCommand(storedHyperparameters(JSON.parse(read('results', name, 'hyperparameters.json'))));
    assert.ok(read('results', name, 'README.md').includes(command), command);
    const rows = read('results', 'README.md').split('\n');
    const row = rows.find((line) => line.startsWith('|') && line.includes(`](${name}/README.md)`));
    assert.ok(row, `results/README.md lacks ${name}`);
    for (const split of ['PublicTest', 'PrivateTest']) {
      const { top1 } = JSON.parse(read('results', name, 'evaluation', `${split}.json`));
      assert.ok(row.includes(`${(100 * top1).toFixed(2)} %`), `${name} on ${split}`);
    }
  }
});
