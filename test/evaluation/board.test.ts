import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { select } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { measureCost } from '../../lib/evaluation/cost';
import { evaluate } from '../../lib/evaluation/evaluate';
import { groupsOfEquals } from '../../lib/evaluation/groups-of-equals';
import { importPredictions } from '../../lib/evaluation/imports/import-predictions';
import type { Pair } from '../../lib/evaluation/pairs';
import { dense, flatten } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { runFolder } from '../../lib/training/run-folder';
import { commandRunner } from '../cli/run-command';
import { temporaryFolder } from '../data/tables';
import { easyData, runner } from '../training/small';

const runCommand = commandRunner();

/** Pairs of which those named are significant, as `ac`. */
function pairs(names: string, significant: readonly string[]): Pair[] {
  const all = [...names].flatMap((a, i) => [...names.slice(i + 1)].map((b) => ({ a, b })));
  const test = { difference: 1, onlyA: 1, onlyB: 0, exact: 1, midP: 1, adjusted: 1 };
  return all.map(({ a, b }) => ({ a, b, ...test, significant: significant.includes(a + b) }));
}

test('two share a letter exactly if they do not differ significantly', () => {
  const letters = (names: string, significant: string[]) => groupsOfEquals([...names], pairs(names, significant));
  assert.deepEqual(letters('xyz', []), ['a', 'a', 'a']);
  assert.deepEqual(letters('xyz', ['xy', 'xz', 'yz']), ['a', 'b', 'c']);
  // A chain: neighbours are equal, the ends are not.
  assert.deepEqual(letters('xyz', ['xz']), ['a', 'ab', 'b']);
  assert.deepEqual(letters('wxyz', ['wy', 'wz', 'xz']), ['a', 'ab', 'bc', 'c']);
  // The middle one stands apart from both ends, which are equal.
  assert.deepEqual(letters('xyz', ['xy', 'yz']), ['a', 'b', 'a']);
  assert.deepEqual(letters('x', []), ['a']);
});

test('a cost is the sum over the members of an ensemble; imported predictions have none', async (t) => {
  const parent = temporaryFolder(t);
  const data = easyData();
  const runs = [0, 1].map((seed) => join(parent, `run${seed}`));
  const train = runner({ network: 'small', n_epochs: 1, bs: 16 }, data);
  for (const [seed, model_save_dir] of runs.entries()) await train({ seed, name: `run${seed}` }, { model_save_dir });
  const images = select(data, 'PrivateTest');
  const one = await measureCost(runFolder('run0', runs[0]), images);
  // conv1 3·3·1·4 without a bias, bn1 2·4, lin 400·7 + 7; conv1 36 · 20 · 20 and lin 2800 multiply-adds.
  assert.equal(one?.parameters, 36 + 8 + 2807);
  assert.equal(one?.multiplyAdds, 36 * 400 + 2800);
  assert.ok(one.milliseconds > 0);
  const both = await measureCost({ ...runFolder('both', join(parent, 'both')), members: runs }, images);
  assert.equal(both?.parameters, 2 * 2851);
  const known = new Map();
  const first = await measureCost(runFolder('run0', runs[0]), images, known);
  assert.deepEqual(
    await measureCost(runFolder('run1', runs[1]), images, known),
    first,
    'the same network is timed once',
  );
  defineNetwork('linear', ({ seed }) =>
    build('linear', [40, 40, 1], [flatten('flatten'), dense('lin', { units: 7 })], seed),
  );
  await train({ name: 'run2', network: 'linear' }, { model_save_dir: join(parent, 'run2') });
  const other = await measureCost(runFolder('run2', join(parent, 'run2')), images, known);
  assert.equal(other?.parameters, 1600 * 7 + 7);
});

test('the board lists what was evaluated on the same images, and says what it leaves out', async (t) => {
  const parent = temporaryFolder(t);
  const data = drawFaces({ seed: 0 });
  const { labels, rows } = select(data, 'PrivateTest');
  const made = async (name: string, wrong: number, images = data, facts = {}) => {
    const file = join(parent, `${name}.csv`);
    const lines = Array.from(labels, (label, i) => `${rows[i]},${i < wrong ? (label + 1) % 7 : label}`);
    writeFileSync(file, ['index,predicted', ...lines].join('\n'));
    const folder = runFolder(name, join(parent, name));
    const place = { dataset: 'faces', path: '', seed: 0 };
    await importPredictions(folder, file, 'text', { name, data: images, place, split: 'PrivateTest', facts });
    await evaluate(folder, { data: images });
    return join(parent, name);
  };
  const best = await made('best', 70, data, { trained_on: ['Training'], selected_on: 'none', extra_data: 'AffectNet' });
  const marked = await made('marked', 77, data, {
    trained_on: ['Training'],
    selected_on: 'PrivateTest',
    extra_data: 'none',
  });
  const worst = await made('worst', 350);
  const others = await made('others', 10, { ...data, images: data.images.map((gray) => 255 - gray) });
  const args = [worst, others, marked, best, 'dataset=faces', `folder=${join(parent, 'out')}`];
  const { status, stdout, stderr } = await runCommand('board', ...args);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /others is left out: evaluated on other images than PrivateTest of faces$/m);
  const csv = readFileSync(join(parent, 'out', 'board-faces-PrivateTest.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  const cells = csv.slice(1).map((line) => line.split(','));
  // 70 and 77 of 700 differ in 7 images, all to one side: p = 2⁻⁷, three times that is below 0.05 as well.
  assert.deepEqual(
    cells.map((row) => row.slice(1, 3)),
    [
      ['90.00 % (87.55–92.01)', 'a'],
      ['89.00 %† (86.47–91.11)', 'b'],
      ['50.00 % (46.31–53.69)', 'c'],
    ],
  );
  assert.deepEqual(
    cells.map((row) => row.slice(5, 8)),
    [
      ['Training', 'none', 'AffectNet'],
      ['Training', 'PrivateTest', 'none'],
      ['unknown', 'unknown', 'unknown'],
    ],
  );
  assert.match(
    readFileSync(join(parent, 'out', 'board-faces-PrivateTest.html'), 'utf8'),
    /<td class="left">90\.00 % \(87\.55–92\.01\)<\/td>/,
  );
  assert.match(readFileSync(join(parent, 'out', 'board-faces-PrivateTest.tex'), 'utf8'), /\\\$\\dagger\$|\$\\dagger\$/);
  assert.ok(!existsSync(join(parent, 'out', 'board-faces-PrivateTest.pdf')));
});
