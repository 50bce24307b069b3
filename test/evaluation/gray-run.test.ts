import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { imagesAt, limited, PIXELS } from '../../lib/data/dataset';
import { FERPLUS_OF_LABEL } from '../../lib/data/ferplus';
import { evaluate } from '../../lib/evaluation/evaluate';
import { openCheckpoint } from '../../lib/evaluation/open-checkpoint';
import { evaluatedSplits, findEvaluation, readEvaluation } from '../../lib/evaluation/stored';
import { decodeSafetensors } from '../../lib/models/weights/safetensors';
import { exportRun } from '../../lib/runs/export-run';
import { tf } from '../../lib/runtime';
import { ferPlusOn } from '../data/official';
import { temporaryFolder } from '../data/tables';
import { grayRun, grays, probabilitiesOf } from './gray';

/** 14 Training images, 7 PublicTest, 10 PrivateTest; the last one has the pixels of the first, of mean gray 10. */
const data = grays([...Array<number>(14).fill(0), ...Array<number>(7).fill(1), ...Array<number>(10).fill(2)]);
for (let k = 0; k < PIXELS; k++) data.images[k] = 20 * (k % 2); // blank images are no copies
data.images.set(data.images.subarray(0, PIXELS), 30 * PIXELS);

test('a run is evaluated on the report split, and the result is stored', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data);
  assert.deepEqual(evaluatedSplits(folder), []);
  assert.equal(findEvaluation(folder, 'PrivateTest'), undefined);
  const { evaluation, predictions, images, before } = await evaluate(folder, { data });
  const { split, n, top1, crops, epoch, step, selected_on, fitted, without_copies } = evaluation;
  assert.deepEqual(
    [split, n, crops, epoch, step, selected_on, fitted],
    ['PrivateTest', 10, 'ten', 2, 0, 'PublicTest', ['Training']],
  );
  assert.equal(top1, 0.9); // the copy of image 0 is labelled as image 30, 30 % 7 = 2
  assert.deepEqual([without_copies?.removed, without_copies?.n, without_copies?.top1], [1, 9, 1]);
  assert.equal(before, undefined);
  assert.equal(evaluation.agreement, undefined);
  assert.deepEqual(
    [...images.rows],
    Array.from({ length: 10 }, (_, i) => 121 + i),
  );
  assert.deepEqual(evaluatedSplits(folder), ['PrivateTest']);

  const stored = readEvaluation(folder, 'PrivateTest');
  assert.deepEqual(stored.evaluation, JSON.parse(JSON.stringify(evaluation)));
  assert.deepEqual(stored.rows, images.rows);
  assert.deepEqual(stored.predictions, predictions);
  const lines = readFileSync(join(folder.evaluation, 'PrivateTest-predictions.csv'), 'utf8').trimEnd().split('\n');
  assert.equal(lines.length, 11);
  assert.ok(lines[10].startsWith('130,2,0,'));
  probabilitiesOf(10).forEach((p, k) => {
    assert.ok(Math.abs(Number(lines[10].split(',')[3 + k]) - p) < 1e-5);
  });

  const again = await evaluate(folder, { data, views: 'center', epoch: 1 });
  assert.deepEqual(again.before, stored.evaluation);
  assert.deepEqual([again.evaluation.crops, again.evaluation.epoch, again.evaluation.selected_on], ['center', 1, null]);
});

test('a fitted split has no copies to omit, and selected nothing by itself', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data, { fit: 'training+validation', protocol: 'paper' });
  const training = await evaluate(folder, { data, split: 'Training' });
  assert.equal(training.evaluation.without_copies, undefined);
  assert.equal(training.evaluation.n, 14);
  const { evaluation } = await evaluate(folder, { data });
  assert.equal(evaluation.split, 'PublicTest');
  assert.deepEqual(evaluation.fitted, ['Training', 'PrivateTest']);
  assert.equal((await evaluate(folder, { data, epoch: 1 })).evaluation.selected_on, 'PrivateTest');
  assert.equal(evaluation.without_copies?.removed, 0);
});

test('the data of imported weights are unknown', async (t) => {
  const imported = { imported: { selected_on: 'unknown' }, data: { sha256: null } };
  const folder = grayRun(join(temporaryFolder(t), 'run'), data, {}, imported);
  const { evaluation } = await evaluate(folder, { data });
  assert.deepEqual([evaluation.selected_on, evaluation.fitted], ['unknown', undefined]);
});

test('accuracy by FER+’s agreement is reported if the votes are given', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data);
  const votes = new Uint8Array(31 * 10);
  data.labels.forEach((label, i) => {
    votes[i * 10 + FERPLUS_OF_LABEL[label]] = i === 30 ? 4 : 9;
  });
  const { evaluation } = await evaluate(folder, { data, ferplus: ferPlusOn(data, votes) });
  assert.deepEqual(
    evaluation.agreement?.map(({ votes, n, accuracy }) => [votes, n, accuracy]),
    [
      [4, 1, 0],
      [9, 9, 1],
    ],
  );
});

test('a run is opened only with its own images', (t) => {
  const place = temporaryFolder(t);
  const folder = grayRun(join(place, 'limited'), limited(data, 3), { limit: 3 });
  const opened = openCheckpoint(folder, { data });
  assert.deepEqual([...opened.images.rows], [121, 122, 123]);
  assert.equal(opened.data.labels.length, 9);
  opened.network.dispose();
  const other = imagesAt(data, [...data.labels.keys()].reverse());
  assert.throws(() => openCheckpoint(folder, { data: other }), /^InputError: dataset: gray; /);
  const without = imagesAt(data, [...Array(21).keys()]);
  const two = grayRun(join(place, 'two'), without);
  assert.throws(
    () => openCheckpoint(two, { data: without }),
    /^InputError: split: PrivateTest; must have images in gray/,
  );
});

test('the best checkpoint is marked as the best by each of its names', (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data);
  for (const [requested, isBest, epoch] of [
    [undefined, true, 2],
    ['best', true, 2],
    [2, true, 2],
    ['last', false, 3],
    [3, false, 3],
  ] as const) {
    const opened = openCheckpoint(folder, { data, epoch: requested });
    assert.deepEqual([opened.isBest, opened.epoch, opened.step], [isBest, epoch, 0]);
    opened.network.dispose();
  }
});

/** The metadata of an exported file. */
async function metadataOf(...[folder, options]: Parameters<typeof exportRun>): Promise<Record<string, string>> {
  await exportRun(folder, { ...options, formats: ['safetensors'] });
  const bytes = readFileSync(join(folder.path, 'export', 'gray.safetensors'));
  const length = Number(bytes.readBigUInt64LE(0));
  return JSON.parse(bytes.subarray(8, 8 + length).toString('utf8')).__metadata__;
}

test('an export describes its weights and their selection, and lists only their evaluations', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data);
  await evaluate(folder, { data });
  const progress: number[][] = [];
  const tensors = tf.memory().numTensors;
  const best = await metadataOf(folder, { onProgress: (...done) => progress.push(done) });
  assert.deepEqual(progress, [[1, 1]]);
  assert.equal(tf.memory().numTensors, tensors);
  assert.match(best.checkpoint, /2 of 3 epochs.*best/);
  assert.match(best.selected, /^PublicTest/);
  assert.match(best.data, /^gray, Training; 31 images/);
  assert.match(best.accuracy_PrivateTest, /^90\.00 % .*n = 10, crops: ten$/);
  assert.match(best.notes, /95 %/);
  assert.doesNotMatch(best.notes, /†/);
  const card = readFileSync(join(folder.path, 'export', 'README.md'), 'utf8');
  assert.match(card, /11[,.]?207/); // parameters: 1600 · 7 + 7

  const last = await metadataOf(folder, { epoch: 'last' });
  assert.match(last.checkpoint, /3 of 3 epochs$/);
  assert.match(last.selected, /^nothing/);
  assert.equal(last.accuracy_PrivateTest, undefined);
  assert.equal(last.notes, '');
  const third = await metadataOf(folder, { epoch: 3 });
  assert.deepEqual([third.checkpoint, third.selected], [last.checkpoint, last.selected]);

  await evaluate(folder, { data, split: 'PublicTest' });
  const both = await metadataOf(folder, {});
  assert.match(both.accuracy_PublicTest, /^100\.00 %† /);
  assert.match(both.notes, /†/);
  await evaluate(folder, { data, epoch: 'last' });
  assert.equal((await metadataOf(folder, {})).accuracy_PrivateTest, undefined);
});

test('an export of weights fitted to the validation images claims no selection', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data, { fit: 'training+validation' });
  const { selected, checkpoint, data: fitted } = await metadataOf(folder, {});
  assert.match(selected, /^nothing/);
  assert.doesNotMatch(checkpoint, /best/);
  assert.match(fitted, /^gray, Training and PublicTest;/);
});

test('progress is reported for every format; unknown and repeated formats are rejected', async (t) => {
  const folder = grayRun(join(temporaryFolder(t), 'run'), data);
  const progress: number[][] = [];
  const files = await exportRun(folder, {
    formats: ['safetensors', 'pytorch'],
    onProgress: (...done) => progress.push(done),
  });
  assert.deepEqual(progress, [
    [1, 2],
    [2, 2],
  ]);
  const file = join(folder.path, 'export', 'gray.safetensors');
  assert.ok(files.includes('gray.safetensors') && files.includes('README.md'));
  assert.equal([...decodeSafetensors(readFileSync(file), file)].length, 2);
  await assert.rejects(exportRun(folder, { formats: ['onyx'] }), /^InputError: format: onyx; /);
  await assert.rejects(
    exportRun(folder, { formats: ['onnx', 'onnx'] }),
    /^InputError: format: onnx; must be given once/,
  );
  const signal = AbortSignal.abort(new Error('stop'));
  await assert.rejects(exportRun(folder, { signal }), /^Error: stop$/);
});
