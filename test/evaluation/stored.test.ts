import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readEvaluation } from '../../lib/evaluation/stored';
import { runFolder } from '../../lib/training/run';

const HEADER = 'index,label,predicted,Angry,Disgust,Fear,Happy,Sad,Surprise,Neutral';

test('an evaluation is read back; a missing one and a broken line are named', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'stored-'));
  const folder = runFolder('run', root);
  mkdirSync(folder.evaluation);
  const file = (name: string) => path.join(folder.evaluation, name);

  assert.throws(() => readEvaluation(folder, 'PublicTest'), /PublicTest.json: not found; evaluate the run/);

  writeFileSync(file('PublicTest.json'), '{"n":2}');
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
  rmSync(root, { recursive: true });
});
