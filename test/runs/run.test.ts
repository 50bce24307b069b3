import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { importFile } from '../../lib/runs/import-file';
import { openRun } from '../../lib/runs/run';
import { temporaryFolder } from '../data/tables';
import { easyData, runner } from '../training/small';

const data = easyData();

test('a run validates and evaluates itself with data that are loaded already', async () => {
  const { folder, history } = await runner({ network: 'small', name: 'x', n_epochs: 1, bs: 16 }, data)();
  const run = openRun('x', { model_save_dir: folder.path, data });
  assert.equal(await run.data(), data);
  const { evaluation } = await run.validate();
  assert.deepEqual([evaluation.split, evaluation.crops], ['PublicTest', 'center']);
  assert.ok(Math.abs(evaluation.top1 - history[0].validationAccuracy) < 1e-6);
  assert.equal((await run.evaluate()).evaluation.split, 'PrivateTest');
  assert.deepEqual(run.evaluatedSplits, ['PublicTest', 'PrivateTest']);
  const figures = Object.keys(run.figures({ splits: ['PublicTest'] }));
  assert.ok(figures.includes('learning-curves') && figures.includes('confusion-PublicTest'), figures.join());
  assert.ok(Object.keys(run.figures()).includes('confusion-PrivateTest'));
});

test('images that are not available leave out galleries, unless their path was given', async () => {
  const { folder } = await runner(
    { network: 'small', name: 'x', n_epochs: 0, dataset: 'fer2013', path: '/none' },
    data,
  )();
  const notices: string[] = [];
  const opened = openRun('x', { model_save_dir: folder.path, onNotice: (line) => notices.push(line) });
  assert.equal(await opened.availableImages(), undefined);
  assert.match(notices.at(-1)!, /^no galleries: /);
  await assert.rejects(openRun('x', { model_save_dir: folder.path, path: '/nowhere' }).availableImages(), /nowhere/);
});

test('an import refuses options that do not apply to the content of the file', async (t) => {
  const folder = temporaryFolder(t);
  const predictions = join(folder, 'predictions.csv');
  writeFileSync(predictions, 'angry,happy\n0.5,0.5\n');
  const target = join(folder, 'imported');
  const refused = (options: object, message: RegExp) =>
    assert.rejects(importFile(predictions, { name: 'x', model_save_dir: target, ...options }), message);
  await refused({ network: 'vgg' }, /^InputError: network: vgg; must not be given: the file contains predictions$/);
  await refused({ preprocess: 'p.json' }, /^InputError: preprocess: p\.json; must not be given/);
  const weights = join(folder, 'weights.pth');
  writeFileSync(weights, Uint8Array.of(1, 2, 3));
  await assert.rejects(
    importFile(weights, { name: 'x', source: 'me' }),
    /^InputError: source: me; must not be given: the file contains weights$/,
  );
  assert.ok(!existsSync(target));
});
