import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { measure } from '../../lib/evaluation/metrics';
import { readEvaluation, type StoredEvaluation, writeEvaluation } from '../../lib/evaluation/stored';
import { runFolder } from '../../lib/training/run-folder';
import { filesIn, killEverywhere, putFiles } from '../kill';

/** A metric of an evaluation of before classes were stored. */
const PER_CLASS = { macro: 0, ...Object.fromEntries(EMOTIONS.map((name) => [name, 0])) };
const HEADER = 'index,label,predicted,Angry,Disgust,Fear,Happy,Sad,Surprise,Neutral';

test('an evaluation is read; a missing one and an invalid line are reported', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'stored-'));
  const folder = runFolder('run', root);
  mkdirSync(folder.evaluation);
  const file = (name: string) => path.join(folder.evaluation, name);

  assert.throws(() => readEvaluation(folder, 'PublicTest'), /PublicTest.json: not found; evaluate the run/);

  const confusion = Array.from({ length: 7 }, () => Array(7).fill(0));
  confusion[3][3] = 1;
  confusion[0][6] = 1;
  writeFileSync(file('PublicTest.json'), JSON.stringify({ n: 2, recall: PER_CLASS, confusion }));
  writeFileSync(
    file('PublicTest-predictions.csv'),
    `${HEADER}\n28709,3,3,0,0,0,1,0,0,0\n28710,0,6,0.25,0,0,0,0,0,0.75\n`,
  );
  const { evaluation, predictions, rows } = readEvaluation(folder, 'PublicTest');
  assert.equal(evaluation.n, 2);
  assert.deepEqual([...rows], [28709, 28710]);
  assert.deepEqual([...predictions.labels], [3, 0]);
  assert.deepEqual([...predictions.probabilities.subarray(7)], [0.25, 0, 0, 0, 0, 0, 0.75]);

  writeFileSync(file('PublicTest-predictions.csv'), `${HEADER}\n28709,3,3,0,0\n`);
  assert.throws(() => readEvaluation(folder, 'PublicTest'), /predictions.csv:2: 28709,3,3,0,0; must be 10 numbers$/);

  const other = `${HEADER}\n28709,3,3,0,0,0,1,0,0,0\n28710,0,0,0.75,0,0,0,0,0,0.25\n`;
  for (const text of [
    other,
    `${HEADER}\n28709,3,3,0,0,0,1,0,0,0\n`,
    ...['7', '9'].map((label) => other.replace(',3,3,', `,${label},3,`)),
  ]) {
    writeFileSync(file('PublicTest-predictions.csv'), text);
    const message = /predictions.csv: not the predictions of PublicTest.json; evaluate the run on that split again$/;
    assert.throws(() => readEvaluation(folder, 'PublicTest'), message);
  }
  rmSync(root, { recursive: true });
});

/** Two evaluations of one split, which all images but one share. */
const [first, second] = [1, 6].map((emotion): StoredEvaluation => {
  const probabilities = new Float32Array(14).fill(0.05);
  probabilities[0] = probabilities[7 + emotion] = 0.7;
  const predictions = { classes: EMOTIONS, labels: Uint8Array.of(0, 1), probabilities };
  const evaluation = { split: 'PublicTest', ...measure(predictions), crops: 'ten', selected_on: null } as const;
  return { evaluation, predictions, rows: Uint32Array.of(4, 5) };
});

test('a kill at any point leaves the old evaluation with its figures, or the new one without them', async () => {
  const kept = ['learning-curves.pdf', 'confusion-PrivateTest.pdf', 'confusion-PublicTest-mine.pdf'];
  const stale = [
    'confusion-PublicTest.pdf',
    'scores-PublicTest.svg',
    'mistakes-PublicTest.png',
    'classes-PublicTest.csv',
  ];
  let before = 0;
  const kills = await killEverywhere(
    () => {
      const folder = runFolder('run', mkdtempSync(path.join(tmpdir(), 'stored-')));
      putFiles(folder.figures, Object.fromEntries([...kept, ...stale].map((name) => [name, 'figure'])));
      writeFileSync(path.join(folder.path, 'other.json'), '');
      mkdirSync(folder.evaluation);
      writeEvaluation(folder, first);
      putFiles(folder.figures, Object.fromEntries(stale.map((name) => [name, 'figure'])));
      return folder;
    },
    (folder) => writeEvaluation(folder, second),
    (folder, kill) => {
      const found = readEvaluation(folder, 'PublicTest');
      const isOld = found.evaluation.top1 === first.evaluation.top1;
      if (isOld) before++;
      assert.deepEqual(found, isOld ? first : second, `kill ${kill}`);
      const figures = Object.keys(filesIn(folder.figures));
      assert.deepEqual(figures, (isOld ? [...kept, ...stale] : kept).sort(), `kill ${kill}`);
    },
  );
  assert.ok(before > 0 && before <= kills);
});

test('an evaluation with equal results keeps its figures', () => {
  const folder = runFolder('run', mkdtempSync(path.join(tmpdir(), 'stored-')));
  writeEvaluation(folder, first);
  putFiles(folder.figures, { 'confusion-PublicTest.pdf': 'figure' });
  writeEvaluation(folder, first);
  assert.deepEqual(Object.keys(filesIn(folder.figures)), ['confusion-PublicTest.pdf']);
});
