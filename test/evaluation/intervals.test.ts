import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classMetrics } from '../../lib/evaluation/confusion';
import { f1Interval, wilson } from '../../lib/evaluation/intervals';
import { close, reference } from './predictions';

test('Wilson’s interval of 1 in 10 equals the formula of Brown, Cai and DasGupta by hand', () => {
  // z² = 3.8415; centre (0.1 + 0.19207) / 1.38415 = 0.21101; reach 1.95996 √(0.009 + 0.0096036) / 1.38415 = 0.19314
  close(wilson(1, 10), [0.017876, 0.40415], 1e-5);
});

test('the interval stays within 0–1', () => {
  assert.deepEqual(wilson(0, 0), [0, 1]);
  assert.equal(wilson(0, 5)[0], 0);
  assert.equal(wilson(5, 5)[1], 1);
  // of one image in one: 1 / (1 + z²)
  close(wilson(1, 1), [1 / 4.8414588, 1], 1e-6);
});

test('the interval of F1 follows from that of the hits among images with the label or the prediction', () => {
  const confusion = [...Array(7)].map(() => Array<number>(7).fill(0));
  confusion[3][3] = 4; // of 3 + 4 images with the label and 5 + 4 with the prediction: 12 in all
  confusion[3][0] = 3;
  confusion[6][3] = 5;
  const [low, high] = wilson(4, 12);
  close(f1Interval(confusion, 3), [(2 * low) / (1 + low), (2 * high) / (1 + high)], 1e-12);
});

test('the interval of F1 contains it', () => {
  const { f1 } = classMetrics(reference.metrics.confusion, reference.classes);
  const [low, high] = f1Interval(reference.metrics.confusion, 3);
  assert.ok(low < f1.Happy && f1.Happy < high);
});

test('the interval of F1 has its nominal coverage', () => {
  // Class 0 of 200 images, right in 3 of 5 cases and given to others in 1 of 5: F1 = 2·0.12 / (0.2 + 0.28).
  const truth = (2 * 0.2 * 0.6) / (0.2 + 0.2 * 0.6 + 0.8 * 0.2);
  let seed = 1;
  const uniform = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  let covered = 0;
  for (let trial = 0; trial < 2000; trial++) {
    const confusion = [...Array(7)].map(() => Array<number>(7).fill(0));
    for (let i = 0; i < 200; i++) {
      const label = uniform() < 0.2 ? 0 : 1;
      const given = uniform() < (label === 0 ? 0.6 : 0.2) ? 0 : 1;
      confusion[label][given]++;
    }
    const [low, high] = f1Interval(confusion, 0);
    if (low <= truth && truth <= high) covered++;
  }
  close(covered / 2000, 0.95, 0.012);
});
