import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../data/tables';
import { easyFile, KNOWS_SMALL } from '../tuning/small-study';
import { commandRunner, type Ended } from './run-command';

const NONE = 'PrivateTest has no images, so no split is left to report on';

const runCommand = commandRunner({ node: KNOWS_SMALL });

test('without a report split, every command reports that and none suggests evaluating it', async (t) => {
  const scratch = temporaryFolder(t);
  const path = join(scratch, 'two-splits.csv');
  const rows = readFileSync(easyFile(), 'utf8').split('\n');
  writeFileSync(path, rows.filter((row) => !row.endsWith('PrivateTest')).join('\n'));
  const settings = [`path=${path}`, 'network=small', 'bs=16', 'n_epochs=1'];
  const run = join(scratch, 'run');
  const place = ['name=run', `model_save_dir=${run}`];
  const study = ['name=study', `model_save_dir=${join(scratch, 'study')}`];
  const said: Record<string, Ended> = {
    train: await runCommand('train', ...place, ...settings),
    tune: await runCommand('tune', ...study, ...settings, 'lr=0.1,0.01'),
    best: await runCommand('tune', 'best', ...study),
    evaluate: await runCommand('evaluate', ...place),
    compare: await runCommand('compare', run),
    export: await runCommand('export', ...place, 'format=safetensors'),
  };
  for (const [name, { stdout, stderr }] of Object.entries(said)) {
    assert.doesNotMatch(stdout + stderr, /npm run evaluate/, name);
    if (name !== 'export')
      assert.match(stdout + stderr, /no split is left to report on|has no images in the data/, name);
  }
  for (const name of ['train', 'tune', 'best']) assert.ok(said[name].stdout.includes(NONE), said[name].stderr);
  assert.match(said.train.stdout, /: PrivateTest has no images: /);
  for (const name of ['evaluate', 'compare']) assert.equal(said[name].status, 2, name);
  assert.match(
    said.evaluate.stderr,
    /^error: split: PrivateTest; must have images in .*; no split is left to report on$/m,
  );
  assert.match(said.compare.stderr, /^error: split: PrivateTest; has no images in the data of the run, so it cannot/m);
  const card = readFileSync(join(run, 'export', 'README.md'), 'utf8');
  assert.ok(card.includes(NONE));
  assert.doesNotMatch(card, /npm run evaluate/);
});
