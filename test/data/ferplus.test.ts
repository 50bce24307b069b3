import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { EMOTIONS, SPLITS, select, take } from '../../lib/data/dataset';
import { FERPLUS_OF_LABEL, FERPLUS_VOTES, loadFerPlus, votesOf } from '../../lib/data/ferplus';
import { noise, temporaryFile } from './tables';

const data = noise(12);
const header = `Usage,Image name,${FERPLUS_VOTES.join(',')}`;
const rows = Array.from(
  data.splits,
  (split, i) => `${SPLITS[split]},${i === 3 ? '' : `fer${i}.png`},${i % 10},1,0,0,0,0,0,0,0,2`,
);

test('votes are joined by row, also to a part of the data and where a picture name is blank', (t) => {
  const ferplus = loadFerPlus(temporaryFile(t, 'fer2013new.csv', `${[header, ...rows].join('\n')}\n`));
  const votes = votesOf(take(data, [11, 3]), ferplus);
  assert.deepEqual(Array.from(votes), [1, 1, 0, 0, 0, 0, 0, 0, 0, 2, 3, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
  assert.equal(votesOf(data, ferplus).length, 120);
});

test('the label of each emotion is found among the votes', () => {
  assert.deepEqual(
    FERPLUS_OF_LABEL.map((vote) => FERPLUS_VOTES[vote].slice(0, 3)),
    EMOTIONS.map((emotion) => (emotion === 'Angry' ? 'ang' : emotion.toLowerCase().slice(0, 3))),
  );
});

test('gzip changes nothing', (t) => {
  const text = [header, ...rows].join('\n');
  const plain = loadFerPlus(temporaryFile(t, 'a.csv', text));
  assert.deepEqual(loadFerPlus(temporaryFile(t, 'a.csv.gz', gzipSync(text))), plain);
});

test('data of other rows is refused', (t) => {
  const ferplus = loadFerPlus(temporaryFile(t, 'a.csv', [header, ...rows].slice(0, -1).join('\n')));
  assert.throws(() => votesOf(data, ferplus), {
    message: 'FER+ at row 11: no row; must be PrivateTest, as in the whole FER2013',
  });
  const reordered = { ...select(data, 'PrivateTest'), rows: Uint32Array.of(0, 1) };
  assert.throws(() => votesOf(reordered, ferplus), { message: /^FER\+ at row 0: Training; must be PrivateTest/ });
});

test('a faulty line is named', (t) => {
  const faults: [string, RegExp][] = [
    ['Test,a.png,1,1,1,1,1,1,1,1,1,1', /^a\.csv:3: Usage "Test"; must be Training/],
    ['Training,a.png,1,1,1,1,1,1,1,1,1', /^a\.csv:3: .*; must end with 10 votes from 0 to 10/],
    ['Training,a.png,x,1,1,1,1,1,1,1,1,1', /^a\.csv:3: .*; must end with 10 votes from 0 to 10/],
  ];
  for (const [line, message] of faults)
    assert.throws(() => loadFerPlus(temporaryFile(t, 'a.csv', [header, rows[0], line].join('\n'))), { message });
  assert.throws(() => loadFerPlus(temporaryFile(t, 'a.csv', 'emotion,pixels,Usage\n')), { message: /^a\.csv:1: / });
});
