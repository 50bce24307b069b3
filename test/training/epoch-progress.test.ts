import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imagesIn, progressMeter } from '../../lib/training/epoch-progress';
import type { EpochRecord } from '../../lib/training/history';

const steps = [new Int32Array(4), new Int32Array(4), new Int32Array(2)];

test('progress counts the images of an epoch, and measures the speed of the steps of this process only', () => {
  let now = 50_000;
  const history = [{ epoch: 1 } as EpochRecord];
  const start = { history, step: 1, sums: { loss: 8, correct: 1 }, seconds: 3 };
  const measured = progressMeter({ steps, epochs: 4, images: 10 }, start, () => now);
  now += 2000;
  const after = { history, step: 2, sums: { loss: 12, correct: 2 }, seconds: 5 };
  // 8 images so far, 4 of them in these 2 seconds; 2 + 20 images are left.
  assert.deepEqual(measured(after), {
    epoch: 2,
    epochs: 4,
    step: 2,
    steps: 3,
    loss: 1.5,
    accuracy: 0.25,
    imagesPerSecond: 2,
    secondsLeft: 11,
  });
  now += 1000;
  const { imagesPerSecond, secondsLeft } = measured({ ...after, step: 3 });
  assert.deepEqual([imagesPerSecond, secondsLeft], [2, 10]);
});

test('the images of some steps', () => {
  assert.equal(imagesIn(steps), 10);
  assert.equal(imagesIn([]), 0);
});
