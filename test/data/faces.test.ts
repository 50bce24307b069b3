import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../../lib/core/errors';
import { classCounts, count, hash, limited, PIXELS, select } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';

const small = { training: 21, publicTest: 7, privateTest: 7 };

test('the images depend only on the seed: those of seed 0 are pinned', () => {
  assert.equal(hash(drawFaces(small)), '647cc109ee8d04992f068ab472216365c22c4a7b781d95f4d63876eaa8ca7f20');
  assert.equal(hash(drawFaces({ ...small, seed: 0 })), hash(drawFaces(small)));
  assert.notEqual(hash(drawFaces({ ...small, seed: 1 })), hash(drawFaces(small)));
});

test('more images extend every split without changing earlier ones', () => {
  const few = drawFaces(small);
  const more = drawFaces({ training: 30, publicTest: 9, privateTest: 8 });
  for (const split of ['Training', 'PublicTest', 'PrivateTest'] as const) {
    const [before, after] = [select(few, split), select(more, split)];
    assert.ok(count(after) > count(before));
    assert.deepEqual(after.images.subarray(0, before.images.length), before.images);
    assert.deepEqual(after.labels.subarray(0, before.labels.length), before.labels);
  }
});

test('no image occurs twice', () => {
  const { images, labels } = drawFaces({ training: 700, publicTest: 350, privateTest: 350 });
  const seen = new Set(
    Array.from(labels, (_, i) => Buffer.from(images.subarray(i * PIXELS, (i + 1) * PIXELS)).toString('latin1')),
  );
  assert.equal(seen.size, labels.length);
});

test('emotions are balanced, in every split and with a limit', () => {
  const faces = drawFaces({ training: 70, publicTest: 14, privateTest: 14 });
  assert.equal(faces.name, 'faces');
  assert.deepEqual(classCounts(select(faces, 'Training')), Array(7).fill(10));
  assert.deepEqual(classCounts(select(faces, 'PublicTest')), Array(7).fill(2));
  assert.deepEqual(classCounts(limited(faces, 7)), Array(7).fill(3));
  assert.deepEqual([...faces.rows], [...faces.labels.keys()]);
});

test('images use the full range of gray values', () => {
  const { images, labels } = drawFaces({ training: 210, publicTest: 0, privateTest: 0 });
  for (let i = 0; i < labels.length; i++) {
    const image = images.subarray(i * PIXELS, (i + 1) * PIXELS);
    const mean = image.reduce((sum, gray) => sum + gray, 0) / PIXELS;
    const deviation = Math.sqrt(image.reduce((sum, gray) => sum + (gray - mean) ** 2, 0) / PIXELS);
    assert.ok(mean > 15 && mean < 240 && deviation > 8, `image ${i}: mean ${mean}, deviation ${deviation}`);
  }
});

test('thousands are drawn per second, and 300 even on a busy machine', () => {
  drawFaces({ training: 500, publicTest: 0, privateTest: 0 }); // let the engine compile
  const before = process.cpuUsage();
  drawFaces({ training: 1000, publicTest: 0, privateTest: 0 });
  const seconds = process.cpuUsage(before).user / 1e6;
  assert.ok(1000 / seconds > 300, `${Math.round(1000 / seconds)} faces a second`);
});

test('an invalid seed or count is rejected in one line', () => {
  assert.throws(() => drawFaces({ seed: -1 }), new InputError('seed', -1, 'must be an integer from 0 to 4294967295'));
  assert.throws(() => drawFaces({ training: 1.5 }), InputError);
  assert.throws(() => drawFaces({ privateTest: Number.NaN }), InputError);
});
