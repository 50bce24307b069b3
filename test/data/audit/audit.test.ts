import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit, auditSummary, auditTables, withoutDuplicates } from '../../../lib/data/audit';
import { linkedGroups } from '../../../lib/data/audit/groups';
import { nearPairs } from '../../../lib/data/audit/near';
import { type Dataset, PIXELS } from '../../../lib/data/dataset';
import { FERPLUS_VOTES } from '../../../lib/data/ferplus';
import { tf } from '../../../lib/runtime';
import { ferPlusOn } from '../official';
import { noise } from '../tables';

/**
 * Fourteen images of noise: 1 and 12 equal 0, 13 is 10 with half the contrast and a mark, 3 is blank. Images 0–7 are
 * Training, 8–10 PublicTest, 11–13 PrivateTest.
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

test('the audit finds duplicates, near duplicates, conflicts and blank images, with a constant number of tensors', async () => {
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

test('the correlation is that of the pixels, and the threshold applies', async () => {
  const data = doubtful();
  const [{ correlation }] = (await audit(data)).near;
  const [x, y] = [10, 13].map((i) => Array.from(data.images.subarray(i * PIXELS, (i + 1) * PIXELS)));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (a: number[], b: number[]) => mean(a.map((value, i) => value * b[i])) - mean(a) * mean(b);
  const expected = covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
  assert.ok(Math.abs(correlation - expected) < 1e-9);
  assert.deepEqual((await audit(data, { threshold: expected + 1e-6 })).near, []);
});

test('a threshold outside the range, or NaN, is rejected', async () => {
  for (const threshold of [0.9, 0, -1, 1.1, 92, Number.NaN]) {
    await assert.rejects(
      audit(doubtful(), { threshold }),
      /^InputError: threshold: .*; must be a number in \(0\.9, 1\]$/,
    );
  }
});

test('training data have no copy in a test split; evaluation data have none anywhere', async () => {
  const data = doubtful();
  const report = await audit(data);
  const training = withoutDuplicates(data, report, 'training');
  assert.deepEqual(Array.from(training.rows), [2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  const evaluation = withoutDuplicates(data, report, 'evaluation');
  assert.deepEqual(Array.from(evaluation.rows), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('FER+ finds doubtful labels and images without a face', async () => {
  const data = doubtful();
  const votes = new Uint8Array(14 * FERPLUS_VOTES.length);
  const vote = (row: number, name: (typeof FERPLUS_VOTES)[number], n: number) => {
    votes[row * FERPLUS_VOTES.length + FERPLUS_VOTES.indexOf(name)] = n;
  };
  vote(12, 'happiness', 6); // of 0, 1 and 12, which have the same pixels
  vote(4, 'neutral', 6);
  vote(2, 'fear', 5);
  vote(2, 'surprise', 5);
  vote(11, 'NF', 10);
  const report = await audit(data, { ferplus: ferPlusOn(data, votes) });
  assert.deepEqual(report.ferplus, { disagreeing: [4, 11], notFace: [11] });
});

test('FER+ votes for other images are rejected before the comparison', async () => {
  const data = doubtful();
  const onProgress = () => assert.fail('images were compared');
  const ferplus = ferPlusOn(noise(3), new Uint8Array(30));
  await assert.rejects(audit(data, { ferplus, onProgress }), { message: /^FER\+: no votes on 10 of 14 images/ });
});

test('tables contain rows, the summary contains counts', async () => {
  const data = { ...doubtful(), rows: Uint32Array.from({ length: 14 }, (_, i) => 100 + i) };
  const report = await audit(data);
  const tables = auditTables(data, report);
  assert.equal(tables['blank.csv'], 'row,split,label\n103,Training,Happy\n');
  assert.match(tables['copies.csv'], /^0,112,PrivateTest,Happy,false$/m);
  assert.match(tables['copies.csv'], /^1,113,PrivateTest,Neutral,true$/m);
  assert.equal(tables['conflicting.csv'], 'group,row,split,label\n1,110,PublicTest,Sad\n1,113,PrivateTest,Neutral\n');
  assert.match(tables['near.csv'], /^110,PublicTest,Sad,113,PrivateTest,Neutral,0\.9\d+$/m);
  const counts = new Map(auditSummary(data, report).map(({ finding, count }) => [finding, count]));
  assert.equal(counts.get('copies of one photograph: images of PrivateTest with one in Training'), 1);
  assert.equal(counts.get('copies of one photograph: images of PrivateTest with one in PublicTest'), 1);
  assert.equal(counts.get('same pixels: images beyond the first of each group'), 2);
});

test('copies of one photograph are claimed only for FER2013 and its threshold', async () => {
  const claims = async (name: string, threshold?: number) => {
    const data = { ...doubtful(), name };
    const { calibrated, ...report } = await audit(data, { threshold });
    const findings = auditSummary(data, { calibrated, ...report }).map(({ finding }) => finding);
    assert.equal(findings.length, 16);
    return [calibrated, findings.some((finding) => /cop|duplicate/.test(finding))];
  };
  assert.deepEqual(await claims('fer2013'), [true, true]);
  assert.deepEqual(await claims('fer2013', 0.95), [true, true]);
  assert.deepEqual(await claims('fer2013', 0.91), [false, false]);
  assert.deepEqual(await claims('faces'), [false, false]);
});

test('an image is blank if its gray values deviate by less than 5 from their mean', async () => {
  const data = noise(3);
  const step = (i: number, deviation: number) =>
    data.images
      .fill(100 + deviation, i * PIXELS, (i + 0.5) * PIXELS)
      .fill(100 - deviation, (i + 0.5) * PIXELS, (i + 1) * PIXELS);
  step(0, 5);
  step(1, 5);
  assert.deepEqual(await audit(data).then(({ blank, exact, copies }) => [blank, exact, copies]), [
    [],
    [[0, 1]],
    [[0, 1]],
  ]);
  step(0, 4);
  step(1, 4);
  assert.deepEqual(await audit(data).then(({ blank, exact, copies }) => [blank, exact, copies]), [[0, 1], [], []]);
});

test('a pair at the threshold counts; the default is 0.92', async () => {
  const data = doubtful();
  const { near, threshold } = await audit(data);
  assert.equal(threshold, 0.92);
  assert.equal((await audit(data, { threshold: near[0].correlation })).near.length, 1);
});

test('copies in different blocks of images are found', async () => {
  const data = noise(1100);
  const pixels = data.images.subarray(0, PIXELS);
  for (const copy of [600, 1099]) data.images.set(pixels, copy * PIXELS);
  const progress: number[][] = [];
  const pairs = await nearPairs(data, { onProgress: (...done) => progress.push(done) });
  assert.deepEqual(
    pairs.map(({ first, second }) => [first, second]),
    [
      [0, 600],
      [0, 1099],
      [600, 1099],
    ],
  );
  assert.ok(pairs.every(({ correlation }) => Math.abs(correlation - 1) < 1e-9));
  assert.deepEqual(progress, [
    [512, 1100],
    [1024, 1100],
    [1100, 1100],
  ]);
});

test('the first of several copies within Training or the test splits is kept', async () => {
  const data = doubtful();
  const image = (i: number) => data.images.subarray(i * PIXELS, (i + 1) * PIXELS);
  for (const copy of [5, 6]) image(copy).set(image(4));
  image(11).set(image(8));
  image(9).set(image(8));
  const report = await audit(data);
  assert.deepEqual(report.copies, [
    [0, 1, 12],
    [4, 5, 6],
    [8, 9, 11],
    [10, 13],
  ]);
  const rows = (purpose: 'training' | 'evaluation') => [...withoutDuplicates(data, report, purpose).rows];
  assert.deepEqual(rows('training'), [2, 4, 7, 8, 9, 10, 11, 12, 13]);
  assert.deepEqual(rows('evaluation'), [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]);
});

test('of copies in both test splits, that of PublicTest is kept', async () => {
  const data = doubtful();
  const splits = Uint8Array.from(data.splits);
  splits[10] = 2;
  splits[13] = 1;
  const other = { ...data, splits };
  const rows = [...withoutDuplicates(other, await audit(other), 'evaluation').rows];
  assert.ok(rows.includes(13) && !rows.includes(10));
});

test('with FER+, two more tables list the votes for doubtful images', async () => {
  const data = doubtful();
  const votes = new Uint8Array(14 * FERPLUS_VOTES.length).fill(1);
  votes[2 * FERPLUS_VOTES.length] = 6; // neutral on image 2, whose label is Fear
  votes[5 * FERPLUS_VOTES.length + FERPLUS_VOTES.indexOf('NF')] = 5;
  votes[6 * FERPLUS_VOTES.length + FERPLUS_VOTES.indexOf('NF')] = 4;
  const ferplus = ferPlusOn(data, votes);
  const report = await audit(data, { ferplus });
  assert.deepEqual(report.ferplus, { disagreeing: [2, 5, 6], notFace: [5] });
  const tables = auditTables(data, report, ferplus);
  const header = `row,split,label,${FERPLUS_VOTES.join(',')}\n`;
  assert.equal(tables['ferplus-not-a-face.csv'], `${header}5,Training,Surprise,1,1,1,1,1,1,1,1,1,5\n`);
  assert.ok(tables['ferplus-disagreeing.csv'].startsWith(`${header}2,Training,Fear,6,1,1,1,1,1,1,1,1,1\n`));
  assert.equal(tables['ferplus-disagreeing.csv'].trimEnd().split('\n').length, 4);
  assert.equal(auditTables(data, await audit(data))['ferplus-not-a-face.csv'], undefined);
  const summary = (audited: typeof report) => auditSummary(data, audited).map(({ count }) => count);
  assert.deepEqual(summary(report).slice(-2), [3, 1]);
  assert.equal(summary(await audit(data)).length, summary(report).length - 2);
});

test('an audit stops between two blocks', async () => {
  const reason = new Error('SIGINT');
  const controller = new AbortController();
  const onProgress = () => controller.abort(reason);
  await assert.rejects(audit(doubtful(), { signal: controller.signal, onProgress }), reason);
});

test('links form groups, including indirect links', () => {
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
