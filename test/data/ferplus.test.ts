import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { EMOTIONS, imagesAt, PIXELS, SPLITS } from '../../lib/data/dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, loadFerPlus, votesOf } from '../../lib/data/ferplus';
import { rowsOf } from './official';
import { noise, temporaryFile } from './tables';

/** Of twelve images, the last equals the first. */
const data = noise(12);
data.images.copyWithin(11 * PIXELS, 0, PIXELS);
const official = rowsOf(data);
const header = `Usage,Image name,${FERPLUS_VOTES.join(',')}`;
const rows = Array.from(
  data.splits,
  (split, i) => `${SPLITS[split]},${i === 3 ? '' : `fer${i}.png`},${i % 11},1,0,0,0,0,0,0,0,2`,
);
const votedFor = (i: number) => [i % 11, 1, 0, 0, 0, 0, 0, 0, 0, 2];

const loaded = (t: TestContext, lines: readonly string[]) =>
  loadFerPlus(temporaryFile(t, 'a.csv', `${[header, ...lines].join('\n')}\n`), official);

test('votes are joined by pixels, for any order, splits and labels', (t) => {
  const ferplus = loaded(t, rows);
  assert.deepEqual(Array.from(votesOf(data, ferplus)), Array.from(data.rows).flatMap(votedFor));
  const order = [10, 2, 7, 3];
  const copy = imagesAt(data, order);
  copy.splits.fill(1);
  copy.labels.reverse();
  copy.rows.set([0, 1, 2, 3]);
  assert.deepEqual(Array.from(votesOf(copy, ferplus)), order.flatMap(votedFor));
});

test('each occurrence of a repeated image gets its votes', (t) => {
  const ferplus = loaded(t, rows);
  assert.deepEqual(Array.from(votesOf(imagesAt(data, [11, 0, 11]), ferplus)), [0, 0, 0].flatMap(votedFor));
});

test('lines in another order are rejected, since equal images would have different votes', (t) => {
  const [first, second, ...others] = rows;
  assert.throws(() => loaded(t, [second, first, ...others]), {
    message:
      'a.csv:13: 0,1,0,0,0,0,0,0,0,2; must be 1,1,0,0,0,0,0,0,0,2, as in line 2 on the same image: the order was changed',
  });
});

test('images without votes are counted: in a re-encoded copy, and in other data', (t) => {
  const ferplus = loaded(t, rows);
  const again = { ...data, images: data.images.map((value, at) => (at < 3 * PIXELS ? value ^ 1 : value)) };
  assert.throws(() => votesOf(again, ferplus), {
    name: 'InputError',
    message:
      'FER+: no votes on 3 of 12 images of fer2013; must be images of the official fer2013.csv, pixel for pixel, which JPEG copies are not',
  });
  const faces = { ...data, name: 'faces', images: data.images.map((value) => 255 - value) };
  assert.throws(() => votesOf(faces, ferplus), { message: /^FER\+: no votes on 12 of 12 images of faces; / });
});

test('each emotion’s label is found among the votes', () => {
  assert.deepEqual(
    FERPLUS_OF_LABEL.map((vote) => FERPLUS_VOTES[vote].slice(0, 3)),
    EMOTIONS.map((emotion) => (emotion === 'Angry' ? 'ang' : emotion.toLowerCase().slice(0, 3))),
  );
});

test('gzip changes nothing', (t) => {
  const packed = gzipSync([header, ...rows].join('\n'));
  assert.deepEqual(loadFerPlus(temporaryFile(t, 'a.csv.gz', packed), official), loaded(t, rows));
});

test('votes for fewer or more rows than fer2013.csv has are rejected', (t) => {
  assert.throws(() => loaded(t, rows.slice(1, 1)), {
    message: 'a.csv: 0 rows; must be 12, one for each of fer2013.csv',
  });
  assert.throws(() => loaded(t, [...rows, rows[11]]), { message: /^a\.csv: 13 rows; must be 12/ });
});

test('an invalid line is reported', (t) => {
  const faults: [string, RegExp][] = [
    ['PublicTest,a.png,1,1,1,1,1,1,1,1,1,1', /^a\.csv:3: Usage "PublicTest"; must be Training, as in/],
    ['Training,a.png,1,1,1,1,1,1,1,1,1', /^a\.csv:3: .*; must end with 10 votes from 0 to 10/],
    ['Training,a.png,x,1,1,1,1,1,1,1,1,1', /^a\.csv:3: .*; must end with 10 votes from 0 to 10/],
  ];
  for (const [line, message] of faults) assert.throws(() => loaded(t, [rows[0], line]), { message });
  assert.throws(() => loadFerPlus(temporaryFile(t, 'a.csv', 'emotion,pixels,Usage\n')), { message: /^a\.csv:1: / });
});
