import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { classifierFolder } from '../../lib/evaluation/classifiers/classifier-folder';
import { evaluate } from '../../lib/evaluation/evaluate';
import { importPredictions } from '../../lib/evaluation/imports/import-predictions';
import { readEvaluation } from '../../lib/evaluation/stored';
import { openClassifier } from '../../lib/runs';
import { runFolder } from '../../lib/training/run-folder';
import { temporaryFolder } from '../data/tables';
import { easyData, runner } from '../training/small';

const data = easyData();
const place = { dataset: 'faces', path: '', seed: 0 };

/** Imports probabilities of PrivateTest's 21 images: `share` for class 0, the rest for the label, or for class 1. */
async function imported(parent: string, name: string, share: number, facts = {}) {
  const rows = Array.from({ length: 21 }, (_, i) => {
    const row = Array<number>(7).fill(0);
    row[0] = share;
    row[data.labels[91 + i] || 1] = 1 - share;
    return `${91 + i},${row.join(',')}`;
  });
  const file = join(parent, `${name}.csv`);
  writeFileSync(file, ['index,Angry,Disgust,Fear,Happy,Sad,Surprise,Neutral', ...rows].join('\n'));
  await importPredictions(runFolder(name, join(parent, name)), file, 'text', {
    name,
    data,
    place,
    split: 'PrivateTest',
    facts,
  });
  return join(parent, name);
}

test('an ensemble averages the probabilities of its members', async (t) => {
  const parent = temporaryFolder(t);
  // Shares of class 0: 0.75, 0.375 and 0.25; their mean 11/24 is below a half.
  const members = [
    await imported(parent, 'a', 0.75, { trained_on: ['Training'], selected_on: 'PublicTest' }),
    await imported(parent, 'b', 0.375, { trained_on: ['Training', 'PublicTest'], selected_on: 'none' }),
    await imported(parent, 'c', 0.25, { trained_on: 'other', selected_on: 'PublicTest' }),
  ];
  const folder = classifierFolder(members.join(','), join(parent, 'a+b+c'));
  const { evaluation, predictions } = await evaluate(folder, { data });
  // Class 0 has 3 of the 21 images; a alone finds only these, the mean all others.
  assert.deepEqual([evaluation.top1, evaluation.n], [18 / 21, 21]);
  assert.ok(Math.abs(predictions.probabilities[7 * 1] - 11 / 24) < 1e-7);
  assert.deepEqual(evaluation.fitted, ['Training', 'PublicTest']);
  assert.equal(evaluation.selected_on, 'PublicTest');
  assert.equal(evaluation.sha256, (await evaluate(classifierFolder(members[0]), { data })).evaluation.sha256);

  const again = openClassifier(join(parent, 'a+b+c'));
  assert.deepEqual(again.evaluation('PrivateTest').predictions, predictions);
  assert.deepEqual(again.evaluatedSplits, ['PrivateTest']);
  assert.deepEqual(Object.keys(again.figures()), [
    'confusion-PrivateTest',
    'scores-PrivateTest',
    'reliability-PrivateTest',
  ]);
  const { evaluation: second } = await evaluate(again.folder, { data, copies: 'near' });
  assert.equal(second.top1, evaluation.top1);
});

test('one member of unknown origin makes the ensemble’s unknown; one selected on the split flatters it', async (t) => {
  const parent = temporaryFolder(t);
  const unknown = await imported(parent, 'a', 0.1);
  const flattered = await imported(parent, 'b', 0.2, { trained_on: ['Training'], selected_on: 'PrivateTest' });
  const known = await imported(parent, 'c', 0.3, { trained_on: ['Training'], selected_on: 'PublicTest' });
  const of = async (...members: string[]) => {
    const { evaluation } = await evaluate(classifierFolder(members.join(','), join(parent, 'e')), {
      data,
      split: 'PrivateTest',
    });
    return [evaluation.selected_on, evaluation.fitted];
  };
  assert.deepEqual(await of(unknown, known), ['unknown', undefined]);
  assert.deepEqual(await of(unknown, flattered), ['PrivateTest', undefined]);
  assert.deepEqual(await of(known, flattered), ['PrivateTest', ['Training']]);
});

test('runs are averaged; stored evaluations of other views are neither used nor replaced', async (t) => {
  const parent = temporaryFolder(t);
  const train = runner({ network: 'small', n_epochs: 1, bs: 16, lr: 0.05 }, data);
  const runs = [0, 1].map((seed) => join(parent, `run${seed}`));
  for (const [seed, model_save_dir] of runs.entries()) await train({ seed, name: `run${seed}` }, { model_save_dir });
  const folder = classifierFolder(runs.join(','), join(parent, 'run0+run1'));
  await evaluate(runFolder('run0', runs[0]), { data, views: 'flip' });
  const stored = readFileSync(join(runs[0], 'evaluation', 'PrivateTest.json'), 'utf8');
  const done: number[] = [];
  const { predictions, evaluation } = await evaluate(folder, {
    data,
    views: 'center',
    onProgress: (at, of) => done.push(at / of),
  });
  assert.equal(evaluation.crops, 'center');
  assert.deepEqual([done.at(0), done.at(-1)], [0.5, 1]);
  assert.equal(readFileSync(join(runs[0], 'evaluation', 'PrivateTest.json'), 'utf8'), stored);
  assert.ok(!existsSync(join(runs[1], 'evaluation')));

  // With the members' own evaluations in these views, nothing is predicted, and the bits are the same.
  for (const run of runs) await evaluate(runFolder('run', run), { data, views: 'center' });
  const onProgress = () => assert.fail('a member predicted');
  assert.deepEqual((await evaluate(folder, { data, views: 'center', onProgress })).predictions, predictions);
  const [a, b] = runs.map((run) => readEvaluation(runFolder('run', run), 'PrivateTest').predictions.probabilities);
  assert.deepEqual(
    predictions.probabilities,
    a.map((p, i) => (p + b[i]) / 2),
  );
});

test('members that cannot be averaged are refused, and nothing is written', async (t) => {
  const parent = temporaryFolder(t);
  const a = await imported(parent, 'a', 0.1);
  const b = await imported(parent, 'b', 0.2);
  mkdirSync(join(parent, 'in'));
  const file = join(parent, 'labels.csv');
  writeFileSync(file, ['index,predicted', ...Array.from({ length: 21 }, (_, i) => `${91 + i},1`)].join('\n'));
  const labels = join(parent, 'labels');
  await importPredictions(runFolder('labels', labels), file, 'text', {
    name: 'labels',
    data,
    place,
    split: 'PrivateTest',
  });
  const refused = (message: RegExp, ...members: string[]) =>
    assert.rejects(async () => evaluate(classifierFolder(members.join(','), join(parent, 'e')), { data }), message);
  await refused(/^InputError: name: labels; must have probabilities to be averaged, not classes only$/, a, labels);
  await refused(/^InputError: name: .*nothing; must contain a run/, a, join(parent, 'nothing'));
  await refused(/^InputError: name: a; must be in the ensemble once$/, a, a);
  assert.ok(!existsSync(join(parent, 'e')));
  await evaluate(classifierFolder([a, b].join(','), join(parent, 'a+b')), { data });
  await refused(/^InputError: name: a\+b; is an ensemble: name its members instead$/, a, join(parent, 'a+b'));
});
