import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compose, transformsOf } from '../../../lib/data/augment/affine';
import { augment, mapOf } from '../../../lib/data/augment/augment';
import { AUGMENTATIONS } from '../../../lib/data/augment/augmentations';
import { drawParameters, type Parameters } from '../../../lib/data/augment/parameters';
import { evaluationCrops, resampled } from '../../../lib/data/augment/view-crops';
import { PIXELS } from '../../../lib/data/dataset';
import { keyOf, Program, type Tensor, tf, uint8Tensor } from '../../../lib/runtime';
import { roundingTolerance } from '../../rounding';
import reference from './torchvision_reference.json';

const SIDE = 48;
const picture = uint8Tensor(
  Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    return (x * 7 + y * 13 + x * y) % 256;
  }),
  [1, SIDE, SIDE, 1],
);
const one = (value: number): Tensor => tf.tensor2d([[value]]);
const rectangle = (left: number, top: number, width: number, height: number) => ({
  left: one(left),
  top: one(top),
  width: one(width),
  height: one(height),
});
/** Only the center crop. */
const still: Parameters = {
  zoom: rectangle(0, 0, SIDE, SIDE),
  right: one(0),
  down: one(0),
  mirrored: one(0),
  degrees: one(0),
  left: one(4),
  top: one(4),
  erased: rectangle(0, 0, 0, 0),
};
const CHANGES: Record<keyof typeof reference, Partial<Parameters>> = {
  zoom: { zoom: rectangle(5, 3, 36, 40) },
  shift: { right: one(7), down: one(-4) },
  mirror: { mirrored: one(1) },
  rotation: { degrees: one(8.5) },
  corner: { left: one(1), top: one(6) },
};

/** Rounding error of a position in the image, in pixels: three maps of about ten operations each are composed. */
const PLACE_ERROR = SIDE * roundingTolerance(30);

for (const [name, change] of Object.entries(CHANGES)) {
  test(`${name} agrees with torchvision`, () => {
    const actual = resampled(picture, transformsOf(mapOf({ ...still, ...change }, SIDE)), 40).dataSync();
    reference[name as keyof typeof reference].forEach((value, i) => {
      // Neighbours differ by at most 1, so the error of a pixel is at most that of its position.
      assert.ok(Math.abs(actual[i] - value / 255) < PLACE_ERROR, `pixel ${i}: ${actual[i] * 255} instead of ${value}`);
    });
  });
}

test('the augmentations are the original study’s, a milder one, and only crops', () => {
  const { full, mild, crops } = AUGMENTATIONS;
  assert.deepEqual(full, { area: [0.8, 1.2], aspect: [3 / 4, 4 / 3], translate: 0.2, rotate: 10, erase: 0.5 });
  assert.deepEqual(mild, { area: [0.8, 1.2], aspect: [0.9, 1 / 0.9], translate: 0.05, rotate: 10, erase: 0 });
  assert.deepEqual(crops, { area: [1, 1], aspect: [1, 1], translate: 0, rotate: 0, erase: 0 });
});

test('crops shows the image unchanged, at each position, half of them mirrored', () => {
  const n = 1500;
  const bytes = Uint8Array.from({ length: n * PIXELS }, (_, k) => 3 * (k % SIDE) + (Math.floor(k / SIDE) % SIDE));
  const images = uint8Tensor(bytes, [n, SIDE, SIDE, 1]);
  const values = augment(images, tf.tensor1d(keyOf(1, 1, 1)), AUGMENTATIONS.crops, 40).dataSync();
  const seen = new Map<string, number>();
  for (let i = 0; i < n; i++) {
    const gray = (x: number, y: number) => Math.round(255 * values[i * 1600 + y * 40 + x]);
    const mirrored = gray(1, 0) < gray(0, 0);
    const corner = gray(mirrored ? 39 : 0, 0); // 3 · left + top
    for (const [x, y] of [
      [39, 0],
      [0, 39],
      [39, 39],
      [17, 23],
    ]) {
      assert.equal(gray(x, y), corner + 3 * (mirrored ? 39 - x : x) + y);
    }
    seen.set(`${corner} ${mirrored}`, 1 + (seen.get(`${corner} ${mirrored}`) ?? 0));
  }
  assert.equal(seen.size, 2 * (3 * 8 + 8 + 1));
});

test('erased pixels are black, in one rectangle per image, and each of the ten crops has its own', () => {
  const white = uint8Tensor(new Uint8Array(8 * PIXELS).fill(255), [8, SIDE, SIDE, 1]);
  const options = { ...AUGMENTATIONS.crops, erase: 1 };
  for (const [crops, n] of [
    ['random', 8],
    ['ten', 80],
  ] as const) {
    const values = augment(white, tf.tensor1d(keyOf(2, 1, 1)), options, 40, crops).dataSync();
    assert.equal(values.length, n * 1600);
    const rectangles = Array.from({ length: n }, (_, i) => {
      const black = [...values.subarray(i * 1600, (i + 1) * 1600).keys()].filter((k) => values[i * 1600 + k] < 0.5);
      const [xs, ys] = [black.map((k) => k % 40), black.map((k) => Math.floor(k / 40))];
      const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
      assert.equal(black.length, (right - left + 1) * (bottom - top + 1), 'one whole rectangle');
      return [left, right, top, bottom].join();
    });
    assert.ok(new Set(rectangles).size > 0.9 * n);
  }
  const without = augment(white, tf.tensor1d(keyOf(2, 1, 1)), AUGMENTATIONS.crops, 40, 'ten');
  assert.ok(tf.min(without).dataSync()[0] > 0.999);
});

test('composed maps apply one after the other', () => {
  const at = (map: ReturnType<typeof mapOf>, x: number, y: number) => {
    const [a, b, c, d, e, f] = map.dataSync();
    return [a * x + b * y + c, d * x + e * y + f];
  };
  const first = mapOf({ ...still, degrees: one(30) }, SIDE);
  const second = mapOf({ ...still, zoom: rectangle(5, 3, 36, 40), mirrored: one(1) }, SIDE);
  const [x, y] = at(second, 10, 20);
  const expected = at(first, x, y);
  at(compose(first, second), 10, 20).forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < PLACE_ERROR);
  });
});

test('random parameters have the distributions of the original study', () => {
  const n = 20_000;
  const drawn = drawParameters(tf.tensor1d(keyOf(0, 1, 2)), n, AUGMENTATIONS.full, { size: 48, crop: 40 });
  const mean = (tensor: Tensor) => tf.mean(tensor).dataSync()[0];
  const range = (tensor: Tensor) => [tf.min(tensor).dataSync()[0], tf.max(tensor).dataSync()[0]];
  const near = (actual: number, expected: number, deviation: number) =>
    assert.ok(Math.abs(actual - expected) < (5 * deviation) / Math.sqrt(n), `${actual} instead of ${expected}`);

  near(mean(drawn.mirrored), 0.5, 0.5);
  near(mean(tf.cast(tf.notEqual(drawn.degrees, 0), 'float32')), 0.5, 0.5);
  assert.ok(range(drawn.degrees)[0] < -9.9 && range(drawn.degrees)[1] > 9.9);
  assert.deepEqual(range(drawn.right), [-10, 10]); // round(0.2 · 48)
  near(mean(tf.cast(tf.equal(drawn.left, 8), 'float32')), 1 / 9, 0.32);
  const area = tf.div(tf.mul(drawn.zoom.width, drawn.zoom.height), SIDE * SIDE);
  assert.ok(range(area)[0] > 0.77 && range(area)[1] <= 1);
  assert.ok(range(tf.add(drawn.zoom.left, drawn.zoom.width))[1] <= SIDE);
  near(mean(tf.cast(tf.greater(drawn.erased.width, 0), 'float32')), 0.5, 0.5);
  assert.ok(range(tf.add(drawn.erased.left, drawn.erased.width))[1] <= 40);
});

test('an augmented batch depends only on its key, and its crops stay in range', () => {
  const images = tf.tile(picture.toInt(), [16, 1, 1, 1]);
  const bytes = uint8Tensor(Uint8Array.from(images.dataSync()), [16, SIDE, SIDE, 1]);
  const draw = (step: number) => augment(bytes, tf.tensor1d(keyOf(3, 1, step)), AUGMENTATIONS.full, 40);
  const difference = (a: Tensor, b: Tensor) => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0];
  assert.equal(difference(draw(1), draw(1)), 0);
  assert.ok(difference(draw(1), draw(2)) > 0.1);
  assert.ok(tf.min(draw(1)).dataSync()[0] >= 0 && tf.max(draw(1)).dataSync()[0] <= 1);
});

test('ten views are the corners, the centre, and their mirror images', () => {
  const views = evaluationCrops(picture, 'ten', 40);
  assert.deepEqual(views.shape, [10, 40, 40, 1]);
  const values = picture.toFloat().div(255);
  const corner = tf.slice(values, [0, 8, 8, 0], [1, 40, 40, 1]);
  assert.equal(tf.max(tf.abs(tf.sub(tf.slice(views, [3, 0, 0, 0], [1, -1, -1, -1]), corner))).dataSync()[0], 0);
  const mirrored = tf.reverse(tf.slice(views, [0, 0, 0, 0], [5, -1, -1, -1]), 2);
  assert.equal(tf.max(tf.abs(tf.sub(tf.slice(views, [5, 0, 0, 0], [5, -1, -1, -1]), mirrored))).dataSync()[0], 0);
});

test('a captured augmentation gives the same bits each time', () => {
  const program = new Program([], { ten: (images, key) => [augment(images, key, AUGMENTATIONS.full, 40, 'ten')] });
  const inputs = [uint8Tensor(new Uint8Array(4 * PIXELS).fill(99), [4, 48, 48, 1]), tf.tensor1d(keyOf(0, 1, 2))];
  const bits = new Set<string>();
  for (let i = 0; i < 100; i++) {
    const [crops] = program.run('ten', inputs);
    assert.deepEqual(crops.shape, [40, 40, 40, 1]);
    bits.add(Buffer.from(crops.dataSync().buffer).toString('base64'));
    crops.dispose();
  }
  assert.equal(bits.size, 1);
  program.dispose();
});
