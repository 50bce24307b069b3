import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawMix, mixed } from '../../../lib/data/augment/mix';
import { CROP } from '../../../lib/data/views';
import { keyOf, tf } from '../../../lib/runtime';

const draws = (options: { mixup: number; cutmix: number }, n = 2000) =>
  Array.from({ length: n }, (_, step) => drawMix(keyOf(3, 1, step), options));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('mixup blends by shares from Beta(α, α), evenly over the crop', () => {
  for (const alpha of [0.2, 1, 2]) {
    const shares = draws({ mixup: alpha, cutmix: 0 }).map(({ share }) => share);
    const variance = mean(shares.map((share) => (share - 0.5) ** 2));
    assert.ok(Math.abs(mean(shares) - 0.5) < 0.03);
    assert.ok(Math.abs(variance - 1 / (4 * (2 * alpha + 1))) < 0.015, `α ${alpha}: variance ${variance}`);
  }
  const { mask, share } = drawMix(keyOf(0, 1, 1), { mixup: 1, cutmix: 0 });
  assert.ok(mask.every((value) => Math.abs(value - share) < 1e-6));
});

test('cutmix takes out one rectangle, whose share is what the label gives up', () => {
  for (const { mask, share } of draws({ mixup: 0, cutmix: 1 }, 200)) {
    const rows = Array.from({ length: CROP }, (_, y) => mask.subarray(y * CROP, (y + 1) * CROP));
    const cut = rows.filter((row) => row.includes(0));
    assert.ok(cut.every((row) => row.join() === cut[0].join()));
    assert.ok(Math.abs(mean([...mask]) - share) < 1e-6);
  }
});

test('with both, each step does one of them', () => {
  const even = draws({ mixup: 1, cutmix: 1 }, 400).filter(({ mask }) => mask.every((value) => value === mask[0]));
  assert.ok(even.length > 150 && even.length < 270, `${even.length} of 400`);
});

test('the same key gives the same mix', () => {
  const options = { mixup: 0.2, cutmix: 1 };
  assert.deepEqual(drawMix(keyOf(1, 2, 3), options), drawMix(keyOf(1, 2, 3), options));
});

test('images and labels are mixed with the same partners', () => {
  const rows = tf.tensor2d([
    [1, 0],
    [2, 0],
    [3, 8],
  ]);
  assert.deepEqual(mixed(rows, tf.scalar(0.75)).arraySync(), [
    [1.5, 2],
    [2, 0],
    [2.5, 6],
  ]);
});
