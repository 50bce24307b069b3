import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validate } from '../../lib/training/validation';

/** A program that finds each image correct, with its index as the loss. */
function counting(seen: [number[], number][]) {
  return {
    validate: (indices: Int32Array, counted: number) => {
      seen.push([[...indices], counted]);
      const loss = indices.slice(0, counted).reduce((sum, i) => sum + i, 0);
      return { loss, correct: counted, confusion: Float32Array.of(counted, 0, 0, 0) };
    },
  };
}

test('a validation sums over batches of 128 and pads the last one', async () => {
  const seen: [number[], number][] = [];
  const images = Int32Array.from({ length: 130 }, (_, i) => i);
  const found = await validate(counting(seen), images, 2, 'f1');
  assert.deepEqual(
    seen.map(([indices, counted]) => [indices.length, counted]),
    [
      [128, 128],
      [128, 2],
    ],
  );
  assert.deepEqual([...new Set(seen[1][0])], [128, 129]);
  // Losses 0 … 129: 8385 / 130. Class 0 has all images, all correct, and class 1 none: F1 is (1 + 0) / 2.
  assert.deepEqual(found, {
    validationLoss: 64.5,
    validationAccuracy: 1,
    validationBalancedAccuracy: 1,
    validationF1: 0.5,
  });
});

test('few images make one batch of their number', async () => {
  const seen: [number[], number][] = [];
  await validate(counting(seen), Int32Array.of(3, 4), 2, 'accuracy');
  assert.deepEqual(seen, [[[3, 4], 2]]);
});
