import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate } from '../../lib/evaluation/evaluate';
import { exportRun } from '../../lib/runs/export-run';
import { pointed, type RunFolder } from '../../lib/training/run-folder';
import { easyData, runner } from '../training/small';

const data = easyData();
const run = runner({ network: 'small', name: 'test', bs: 16, lr: 0.05, save_freq: 1 }, data);

async function card(folder: RunFolder, epoch?: 'best' | 'last' | number): Promise<string> {
  await exportRun(folder, { formats: ['safetensors'], epoch });
  return readFileSync(join(folder.path, 'export', 'README.md'), 'utf8');
}

test('the best epoch has the same model card by each of its names', async () => {
  const { folder, best } = await run({ n_epochs: 3 });
  await evaluate(folder, { data });
  const expected = await card(folder);
  assert.match(expected, /Selected on: PublicTest \(protocol challenge\)\n/);
  assert.match(expected, /\| PrivateTest \| 21 \| ten \| \d/);
  assert.equal(await card(folder, best!.epoch), expected);

  const one = await run({ n_epochs: 1 });
  assert.equal(pointed(one.folder.checkpoints, 'best'), pointed(one.folder.checkpoints, 'last'));
  await evaluate(one.folder, { data });
  const last = await card(one.folder, 'last');
  assert.match(last, /Weights: after 1 of 1 epochs, the best\n/);
  assert.equal(last, await card(one.folder, 'best'));
});

test('another epoch was selected by nothing, and its card contains only its own evaluations', async () => {
  const { folder, best } = await run({ n_epochs: 3 });
  const other = best!.epoch === 1 ? 2 : 1;
  await evaluate(folder, { data });
  assert.match(await card(folder, other), /Selected on: nothing: .*\n\n## Accuracy\n\nNone is on record/);
  await evaluate(folder, { data, epoch: other });
  const own = await card(folder, other);
  assert.match(own, /Selected on: nothing: this is not the best epoch\n/);
  assert.match(own, /\| PrivateTest \| 21 \| ten \| \d/);
  assert.match(await card(folder), /None is on record/);
});

test('a run without epochs is exported and evaluated with its initial weights', async () => {
  const { folder } = await run({ n_epochs: 0 });
  await evaluate(folder, { data });
  const text = await card(folder);
  assert.match(text, /Weights: initial, not trained\n/);
  assert.match(text, /Selected on: nothing: these are the initial weights\n/);
  assert.match(text, /\| PrivateTest \| 21 \| ten \| \d/);
});
