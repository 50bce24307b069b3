import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawMix, mixed, mixes } from '../../../lib/data/augment/mix';
import { keyOf, tf } from '../../../lib/runtime';

const CROP = 40;
const draws = (options: { mixup: number; cutmix: number }, n = 2000) =>
  Array.from({ length: n }, (_, step) => drawMix(keyOf(3, 1, step), options, CROP));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('mixup blends by shares from Beta(α, α), evenly over the crop', () => {
  for (const alpha of [0.2, 1, 2]) {
    const shares = draws({ mixup: alpha, cutmix: 0 }).map(({ share }) => share);
    const variance = mean(shares.map((share) => (share - 0.5) ** 2));
    assert.ok(Math.abs(mean(shares) - 0.5) < 0.03);
    assert.ok(Math.abs(variance - 1 / (4 * (2 * alpha + 1))) < 0.015, `α ${alpha}: variance ${variance}`);
  }
  const { mask, share } = drawMix(keyOf(0, 1, 1), { mixup: 1, cutmix: 0 }, CROP);
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

test('a training mixes where either is wanted', () => {
  const wanted = [
    [0, 0],
    [0.1, 0],
    [0, 0.1],
    [1, 1],
  ].map(([mixup, cutmix]) => mixes({ mixup, cutmix }));
  assert.deepEqual(wanted, [false, true, true, true]);
  assert.ok(draws({ mixup: 1, cutmix: 0 }, 50).every(({ mask }) => mask.every((value) => value === mask[0])));
  assert.ok(draws({ mixup: 0, cutmix: 1 }, 50).every(({ mask }) => mask.every((value) => value === 0 || value === 1)));
});

test('cutmix’s rectangle has the crop’s shape and the share that Beta(α, α) draws, but for what the border cuts', () => {
  const cutting = draws({ mixup: 0, cutmix: 1 }, 2000).filter(({ share }) => share < 1);
  const drawn = cutting.map(({ mask, share }) => {
    const cut = [...mask.keys()].filter((k) => mask[k] === 0);
    const [xs, ys] = [cut.map((k) => k % CROP), cut.map((k) => Math.floor(k / CROP))];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const inside = left > 0 && right < CROP - 1 && top > 0 && bottom < CROP - 1;
    return { share, inside, width: right - left + 1, height: bottom - top + 1, left, right, top, bottom };
  });
  const whole = drawn.filter(({ inside }) => inside);
  assert.ok(whole.length > 200 && whole.every(({ width, height }) => Math.abs(width - height) <= 1));
  assert.ok(whole.every(({ share, width, height }) => Math.abs(1 - share - (width * height) / CROP ** 2) < 1e-6));
  const centers = drawn.filter(({ share }) => share > 0.98).map(({ left, right }) => (left + right) / 2);
  assert.ok(centers.some((x) => x < 8) && centers.some((x) => x > 31)); // about any pixel
  assert.ok(Math.abs(mean(drawn.map(({ left, right }) => left + right)) - (CROP - 2)) < 1);
  assert.ok(Math.abs(mean(drawn.map(({ top, bottom }) => top + bottom)) - (CROP - 2)) < 1);
});

test('with both, each step does one of them', () => {
  const even = draws({ mixup: 1, cutmix: 1 }, 400).filter(({ mask }) => mask.every((value) => value === mask[0]));
  assert.ok(even.length > 150 && even.length < 270, `${even.length} of 400`);
});

test('the same key gives the same mix', () => {
  const options = { mixup: 0.2, cutmix: 1 };
  assert.deepEqual(drawMix(keyOf(1, 2, 3), options, CROP), drawMix(keyOf(1, 2, 3), options, CROP));
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
