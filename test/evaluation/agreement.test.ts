import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { FERPLUS_VOTES } from '../../lib/data/ferplus';
import { agreement } from '../../lib/evaluation/agreement';
import { wilson } from '../../lib/evaluation/intervals';
import { annotatorAgreement } from '../../lib/figures/annotator-agreement';
import { oneHot } from './predictions';

/** Votes for one image: so many for the first answer, and the rest for the second. */
function votesFor(most: number): number[] {
  return FERPLUS_VOTES.map((_, k) => (k === 3 ? most : k === 5 ? 10 - most : 0));
}

const labels = Uint8Array.of(0, 1, 2, 3);
const predictions = { classes: EMOTIONS, labels, probabilities: oneHot(labels, (label, i) => (i === 1 ? 6 : label)) };
const bins = agreement(predictions, Uint8Array.from([10, 10, 6, 4].flatMap(votesFor)));

test('images are counted by the votes for the most frequent answer, whichever it is', () => {
  assert.deepEqual(bins, [
    { votes: 6, n: 2, accuracy: 1, interval: wilson(2, 2) },
    { votes: 10, n: 2, accuracy: 0.5, interval: wilson(1, 2) },
  ]);
});

test('an image’s votes are its own, not those of the next', () => {
  const found = agreement(predictions, Uint8Array.from([4, 6, 9, 10].flatMap(votesFor)));
  assert.deepEqual(
    found.map(({ votes, n, accuracy }) => [votes, n, accuracy]),
    [
      [6, 2, 0.5], // 4 votes for one answer leave 6 for the other
      [9, 1, 1],
      [10, 1, 1],
    ],
  );
});

test('an image without a vote is no error', () => {
  assert.deepEqual(
    agreement(predictions, new Uint8Array(40)).map(({ votes, n }) => [votes, n]),
    [[0, 4]],
  );
});

test('the figure shows accuracy above, images below', () => {
  const [accuracy, images] = annotatorAgreement(bins).data as { x: number[]; y: number[] }[];
  assert.deepEqual(
    [accuracy.x, accuracy.y],
    [
      [6, 10],
      [100, 50],
    ],
  );
  assert.deepEqual(
    [images.x, images.y],
    [
      [6, 10],
      [2, 2],
    ],
  );
});
