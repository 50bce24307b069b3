import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparePairs } from '../../lib/evaluation/pairs';
import { close } from './predictions';

/** Predictions for 100 images of emotion 0: right in the first `right` of them. */
const first = (right: number) => Array.from({ length: 100 }, (_, i) => (i < right ? 0 : 1));

test('three runs make three pairs; Holm counts the smallest p three times, then twice, then once', () => {
  const pairs = comparePairs(new Uint8Array(100), [
    { name: 'a', predictions: first(60) },
    { name: 'b', predictions: first(54) },
    { name: 'c', predictions: first(52) },
  ]);
  assert.deepEqual(
    pairs.map(({ a, b, difference }) => [a, b, difference]),
    [
      ['a', 'b', 6],
      ['a', 'c', 8],
      ['b', 'c', 2],
    ],
  );
  // Mid-p of 0 against d is 1 / 2^d: 1/64, 1/256, 1/4.
  close(
    pairs.map(({ adjusted }) => adjusted),
    [2 / 64, 3 / 256, 1 / 4],
    1e-12,
  );
  assert.deepEqual(
    pairs.map(({ significant }) => significant),
    [true, true, false],
  );
});
