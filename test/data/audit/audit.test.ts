import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit, auditSummary, auditTables, withoutDuplicates } from '../../../lib/data/audit';
import { linkedGroups } from '../../../lib/data/audit/groups';
import { type Dataset, PIXELS } from '../../../lib/data/dataset';
import { FERPLUS_VOTES, type FerPlus } from '../../../lib/data/ferplus';
import { tf } from '../../../lib/runtime';
import { noise } from '../tables';

/**
 * Fourteen images of noise, but 1 and 12 are 0 again, 13 is 10 in half of its contrast with a mark, 3 is blank. Images
 * 0–7 are Training, 8–10 PublicTest, 11–13 PrivateTest.
 */
function doubtful(): Dataset {
  const data = noise(14);
  const image = (i: number) => data.images.subarray(i * PIXELS, (i + 1) * PIXELS);
  image(1).set(image(0));
  image(12).set(image(0));
  image(13).set(image(10).map((value) => value / 2 + 64));
  image(13).fill(255, 0, 2);
  image(3).fill(7);
  const splits = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2);
  const labels = Uint8Array.of(3, 3, 2, 3, 4, 5, 6, 0, 1, 2, 4, 4, 3, 6);
  return { ...data, splits, labels };
}

test('duplicates, near duplicates, conflicts and blank images are found, at constant memory', async () => {
  const data = doubtful();
  const before = tf.memory().numTensors;
  const report = await audit(data);
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(report.blank, [3]);
  assert.deepEqual(report.exact, [[0, 1, 12]]);
  assert.deepEqual(
    report.near.map(({ first, second }) => [first, second]),
    [[10, 13]],
  );
  assert.deepEqual(report.copies, [
    [0, 1, 12],
    [10, 13],
  ]);
  assert.deepEqual(report.conflicting, [[10, 13]]);
});

test('the correlation is that of the pixels, and the threshold is heeded', async () => {
  const data = doubtful();
  const [{ correlation }] = (await audit(data)).near;
  const [x, y] = [10, 13].map((i) => Array.from(data.images.subarray(i * PIXELS, (i + 1) * PIXELS)));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (a: number[], b: number[]) => mean(a.map((value, i) => value * b[i])) - mean(a) * mean(b);
  const expected = covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
  assert.ok(Math.abs(correlation - expected) < 1e-9);
  assert.deepEqual((await audit(data, { threshold: expected + 1e-6 })).near, []);
});

test('a threshold below the range that is compared, or none, is refused', async () => {
  for (const threshold of [0.9, 0, -1, 1.1, 92, Number.NaN]) {
    await assert.rejects(
      audit(doubtful(), { threshold }),
      /^InputError: threshold: .*; must be a number in \(0\.9, 1\]$/,
    );
  }
});

test('what is left to train on has no copy in a test split; what is left to evaluate on has none anywhere', async () => {
  const data = doubtful();
  const report = await audit(data);
  const training = withoutDuplicates(data, report, 'training');
  assert.deepEqual(Array.from(training.rows), [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  const evaluation = withoutDuplicates(data, report, 'evaluation');
  assert.deepEqual(Array.from(evaluation.rows), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('FER+ tells doubtful labels and what is no face', async () => {
  const data = doubtful();
  const votes = new Uint8Array(14 * FERPLUS_VOTES.length);
  const vote = (row: number, name: (typeof FERPLUS_VOTES)[number], n: number) => {
    votes[row * FERPLUS_VOTES.length + FERPLUS_VOTES.indexOf(name)] = n;
  };
  vote(0, 'happiness', 6);
  vote(1, 'neutral', 6);
  vote(2, 'fear', 5);
  vote(2, 'surprise', 5);
  vote(11, 'NF', 10);
  const ferplus: FerPlus = { votes, splits: data.splits };
  const report = await audit(data, { ferplus });
  assert.deepEqual(report.ferplus, { disagreeing: [1, 11], notFace: [11] });
});

test('the tables name rows, the summary counts images', async () => {
  const data = { ...doubtful(), rows: Uint32Array.from({ length: 14 }, (_, i) => 100 + i) };
  const report = await audit(data);
  const tables = auditTables(data, report);
  assert.equal(tables['blank.csv'], 'row,split,emotion\n103,Training,Happy\n');
  assert.match(tables['copies.csv'], /^0,112,PrivateTest,Happy,false$/m);
  assert.match(tables['copies.csv'], /^1,113,PrivateTest,Neutral,true$/m);
  assert.equal(tables['conflicting.csv'], 'group,row,split,emotion\n1,110,PublicTest,Sad\n1,113,PrivateTest,Neutral\n');
  assert.match(tables['near.csv'], /^110,PublicTest,Sad,113,PrivateTest,Neutral,0\.9\d+$/m);
  const counts = new Map(auditSummary(data, report).map(({ finding, count }) => [finding, count]));
  assert.equal(counts.get('copies of one photograph: images of PrivateTest with one in Training'), 1);
  assert.equal(counts.get('copies of one photograph: images of PrivateTest with one in PublicTest'), 1);
  assert.equal(counts.get('same pixels: images beyond the first of each group'), 2);
});

test('an audit stops between two blocks', async () => {
  const reason = new Error('SIGINT');
  const controller = new AbortController();
  const onProgress = () => controller.abort(reason);
  await assert.rejects(audit(doubtful(), { signal: controller.signal, onProgress }), reason);
});

test('links make groups, also over several steps', () => {
  assert.deepEqual(
    linkedGroups(7, [
      [5, 2],
      [6, 5],
      [0, 1],
      [1, 1],
    ]),
    [
      [0, 1],
      [2, 5, 6],
    ],
  );
  assert.deepEqual(linkedGroups(3, []), []);
});
