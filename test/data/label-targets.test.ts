import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dataset, EMOTIONS, PIXELS } from '../../lib/data/dataset';
import { givenTargets, smoothed, votedTargets } from '../../lib/data/label-targets';
import { ferPlusOn } from './official';

const data: Dataset = {
  name: 'fer2013',
  classes: EMOTIONS,
  size: 48,
  images: new Uint8Array(2 * PIXELS).fill(255, 0, PIXELS),
  labels: Uint8Array.of(0, 3), // Angry, Happy
  splits: Uint8Array.of(0, 0),
  rows: Uint32Array.of(0, 1),
};

const close = (found: Float32Array, expected: readonly number[]) =>
  expected.forEach((value, i) => {
    assert.ok(Math.abs(found[i] - value) < 1e-6, `${i}: ${found[i]}, not ${value}`);
  });

test('given labels are one-hot', () => {
  assert.deepEqual([...givenTargets(data)], [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]);
});

test('smoothing spreads its share over all emotions', () => {
  const [right, wrong] = [0.9 + 0.1 / 7, 0.1 / 7];
  close(smoothed(givenTargets(data), 7, 0.1), [right, wrong, wrong, wrong, wrong, wrong, wrong]);
});

test('votes become shares of the seven emotions; where none is for them, the label stands', () => {
  // neutral, happiness, surprise, sadness, anger, disgust, fear, contempt, unknown, not a face
  const votes = Uint8Array.of(2, 0, 0, 1, 5, 0, 0, 2, 0, 0, ...[0, 0, 0, 0, 0, 0, 0, 4, 0, 6]);
  const targets = votedTargets(data, ferPlusOn(data, votes));
  close(targets, [5 / 8, 0, 0, 0, 1 / 8, 0, 2 / 8, 0, 0, 0, 1, 0, 0, 0]);
});
