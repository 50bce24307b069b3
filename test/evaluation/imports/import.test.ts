import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate } from '../../../lib/evaluation/evaluate';
import { type ImportPredictionsOptions, importPredictions } from '../../../lib/evaluation/imports/import-predictions';
import { runFigures } from '../../../lib/figures/run-figures';
import { runFolder } from '../../../lib/training/run-folder';
import { ferPlusOn } from '../../data/official';
import { temporaryFolder } from '../../data/tables';
import { easyData, runner } from '../../training/small';

/** 70 images of Training, 21 of PublicTest, 21 of PrivateTest. */
const data = easyData();
const options: ImportPredictionsOptions = {
  name: 'again',
  data,
  place: { dataset: 'faces', path: '', seed: 0 },
  split: 'PrivateTest',
};

test('an evaluation of a run that is imported gives the identical JSON', async (t) => {
  const place = temporaryFolder(t);
  const { folder } = await runner({ network: 'small', name: 'test', n_epochs: 1, bs: 16, lr: 0.05 }, data)();
  const ferplus = ferPlusOn(
    data,
    new Uint8Array(112 * 10).map((_, i) => Number(i % 10 === 3) * 10),
  );
  const again = runFolder('again', join(place, 'again'));
  for (const split of ['PublicTest', 'PrivateTest'] as const) {
    await evaluate(folder, { data, split, ferplus, views: 'flip' });
    const file = join(folder.evaluation, `${split}-predictions.csv`);
    assert.deepEqual(await importPredictions(again, file, 'text', { ...options, split }), []);
    await evaluate(again, { data, split, ferplus });
    for (const name of [`${split}.json`, `${split}-predictions.csv`])
      assert.equal(
        readFileSync(join(again.evaluation, name), 'utf8'),
        readFileSync(join(folder.evaluation, name), 'utf8'),
      );
  }
  assert.match(
    readFileSync(join(again.evaluation, 'PrivateTest.json'), 'utf8'),
    /"crops": "flip",\n {2}"epoch": 1,[\s\S]+"selected_on": "PublicTest"/,
  );

  const file = join(folder.evaluation, 'PrivateTest-predictions.csv');
  const message =
    /^InputError: name: again; has predictions of PrivateTest already: choose another name, or remove it$/;
  await assert.rejects(importPredictions(again, file, 'text', options), message);
  await assert.rejects(importPredictions(folder, file, 'text', options), /^InputError: name: again; is already a run/);

  // Alone, the table says nothing of the weights.
  const alone = join(place, 'alone.csv');
  copyFileSync(file, alone);
  const unknown = runFolder('unknown', join(place, 'unknown'));
  await importPredictions(unknown, alone, 'text', { ...options, name: 'unknown' });
  const { evaluation } = await evaluate(unknown, { data });
  assert.deepEqual(
    [evaluation.selected_on, evaluation.fitted, evaluation.crops, evaluation.epoch],
    ['unknown', undefined, 'unknown', undefined],
  );
  await assert.rejects(
    importPredictions(unknown, alone, 'text', { ...options, split: 'PublicTest', facts: { source: 'x' } }),
    /^InputError: .* must be/,
  );
  const other = { ...data, images: data.images.map((gray) => gray ^ 1) };
  await assert.rejects(
    evaluate(unknown, { data: other }),
    /^InputError: dataset: easy; must contain the images of PrivateTest that were predicted$/,
  );
  await assert.rejects(
    evaluate(unknown, { data, split: 'PublicTest' }),
    /^InputError: split: PublicTest; must be imported first; unknown has predictions of PrivateTest$/,
  );
});

test('classes alone have no calibration, loss and top-2 accuracy', async (t) => {
  const place = temporaryFolder(t);
  const file = join(place, 'labels.csv');
  const lines = Array.from(
    { length: 21 },
    (_, i) => `${91 + i},${i < 3 ? (data.labels[91 + i] + 1) % 7 : data.labels[91 + i]}`,
  );
  writeFileSync(file, ['index,predicted', ...lines].join('\n'));
  const folder = runFolder('labels', join(place, 'run'));
  const facts = { trained_on: 'other', selected_on: 'none' } as const;
  await importPredictions(folder, file, 'text', { ...options, name: 'labels', facts });
  await evaluate(folder, { data });
  const evaluation = JSON.parse(readFileSync(join(folder.evaluation, 'PrivateTest.json'), 'utf8'));
  const { top1, top2, loss, labels_only, fitted, selected_on, without_copies } = evaluation;
  assert.deepEqual(
    { top1, top2, loss, labels_only, fitted, selected_on },
    { top1: 18 / 21, top2: null, loss: null, labels_only: true, fitted: [], selected_on: null },
  );
  assert.equal(without_copies.removed, 0);
  assert.deepEqual(Object.keys(runFigures(folder, { splits: ['PrivateTest'], data })), [
    'confusion-PrivateTest',
    'scores-PrivateTest',
  ]);
});

test('a refused import writes nothing', async (t) => {
  const place = temporaryFolder(t);
  mkdirSync(join(place, 'in'));
  const file = join(place, 'in', 'labels.csv');
  writeFileSync(file, 'index,predicted\n91,0\n');
  const folder = runFolder('labels', join(place, 'run'));
  await assert.rejects(importPredictions(folder, file, 'text', options), /^InputError: labels\.csv: no row 92; /);
  assert.ok(!existsSync(folder.path));
});

test('two imports under one name at once keep both splits, and stop at a signal', async (t) => {
  const place = temporaryFolder(t);
  const csv = (split: string, at: number) => {
    const path = join(place, `${split}.csv`);
    const own = [...data.labels].filter((_, i) => data.splits[i] === at);
    writeFileSync(path, ['predicted', ...own.map((label) => data.classes[label])].join('\n'));
    return path;
  };
  const folder = runFolder('both', join(place, 'both'));
  const files = [csv('PublicTest', 1), csv('PrivateTest', 2)];
  const aborted = AbortSignal.abort(new Error('stopped'));
  await assert.rejects(importPredictions(folder, files[1], 'text', { ...options, signal: aborted }), /stopped/);
  assert.ok(!existsSync(folder.path));
  await Promise.all(
    (['PublicTest', 'PrivateTest'] as const).map((split, i) =>
      importPredictions(folder, files[i], 'text', { ...options, name: 'both', split }),
    ),
  );
  const record = JSON.parse(readFileSync(join(folder.path, 'classifier.json'), 'utf8'));
  assert.deepEqual(Object.keys(record.imports).sort(), ['PrivateTest', 'PublicTest']);
});

test('imported predictions are evaluated on the images and the split that they belong to, and must be whole', async (t) => {
  const place = temporaryFolder(t);
  const rows = Array.from({ length: 21 }, (_, i) => `${91 + i},1`);
  const file = join(place, 'p.csv');
  writeFileSync(file, ['index,predicted', ...rows].join('\n'));
  const folder = runFolder('again', join(place, 'again'));
  await importPredictions(folder, file, 'text', options);
  await assert.rejects(evaluate(folder, { data, split: 'PublicTest' }), {
    message: 'split: PublicTest; must be imported first; again has predictions of PrivateTest',
  });
  const other = { ...data, labels: data.labels.map((label) => (label + 1) % 7) };
  await assert.rejects(evaluate(folder, { data: other }), {
    message: 'dataset: easy; must contain the images of PrivateTest that were predicted',
  });
  const stored = join(folder.path, 'predictions', 'PrivateTest.csv');
  const lines = readFileSync(stored, 'utf8').trimEnd().split('\n');
  writeFileSync(stored, `${lines.toSpliced(5, 1).join('\n')}\n`);
  await assert.rejects(evaluate(folder, { data }), {
    message: `${stored}: damaged; must have a line for each image of PrivateTest`,
  });
});
