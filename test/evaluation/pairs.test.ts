import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { type Contestant, comparePairs } from '../../lib/evaluation/pairs';
import { close, oneHot } from './predictions';

/** A run that is right in the first `right` of 100 images of emotion 0. */
function run(name: string, right: number): Contestant {
  const labels = new Uint8Array(100);
  const probabilities = oneHot(labels, (_, i) => (i < right ? 0 : 1));
  return {
    name,
    predictions: { classes: EMOTIONS, labels, probabilities },
    rows: Uint32Array.from(labels, (_, i) => i),
  };
}

test('three runs make three pairs; Holm counts the smallest p three times, then twice, then once', () => {
  const pairs = comparePairs([run('a', 60), run('b', 54), run('c', 52)]);
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

test('runs on other images are not compared', () => {
  const [a, b] = [run('a', 60), run('b', 54)];
  const refused = (other: Contestant) => assert.throws(() => comparePairs([a, other]), /^InputError: b: /);
  refused({ ...b, rows: b.rows.subarray(1) });
  refused({ ...b, rows: b.rows.map((row, i) => (i === 99 ? 100 : row)) });
  refused({ ...b, predictions: { ...b.predictions, labels: b.predictions.labels.map((_, i) => (i === 99 ? 1 : 0)) } });
  const hashed = (contestant: Contestant, sha256?: string) => ({ ...contestant, evaluation: { sha256 } });
  assert.throws(() => comparePairs([hashed(a, 'x'), hashed(b, 'y')]), /^InputError: b: /);
  for (const [first, second] of [
    ['x', 'x'],
    ['x', undefined],
    [undefined, 'x'],
  ]) {
    assert.equal(comparePairs([hashed(a, first), hashed(b, second)]).length, 1);
  }
  const other = { ...run('b', 54), rows: new Uint32Array(100) };
  assert.throws(() => comparePairs([run('a', 60), other]), {
    message: 'b: 100 images; must be evaluated on the 100 images of a',
  });
});
