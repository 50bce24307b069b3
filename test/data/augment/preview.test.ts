import assert from 'node:assert/strict';
import { test } from 'node:test';
import { augmented, evaluationViews, type Images } from '../../../lib/data/augment/preview';
import { PIXELS, SIZE } from '../../../lib/data/dataset';
import { tf } from '../../../lib/runtime';

/** Three images whose crops differ wherever they are cut out. */
const data: Images = {
  size: SIZE,
  images: Uint8Array.from({ length: 3 * PIXELS }, (_, k) => Math.imul(k + 1, 0x9e3779b1) >>> 24),
};

/** The square of image `index` with this corner. */
function crop(index: number, left: number, top: number, size: number, mirrored = false): number[] {
  return Array.from({ length: size * size }, (_, k) => {
    const x = mirrored ? size - 1 - (k % size) : k % size;
    return data.images[index * PIXELS + (top + Math.floor(k / size)) * SIZE + left + x];
  });
}

/** The images of a preview. */
function each({ images, size }: Images): string[] {
  return Array.from({ length: images.length / size ** 2 }, (_, i) =>
    images.subarray(i * size ** 2, (i + 1) * size ** 2).join(),
  );
}

test('the views of an image are its centre, its mirror image, and its corners', () => {
  const before = tf.memory().numTensors;
  const places = [
    [0, 0],
    [8, 0],
    [0, 8],
    [8, 8],
    [4, 4],
  ];
  const ten = [false, true].flatMap((mirrored) => places.map(([x, y]) => crop(1, x, y, 40, mirrored).join()));
  assert.deepEqual(each(evaluationViews(data, 1, 'ten')), ten);
  assert.deepEqual(each(evaluationViews(data, 2, 'center')), [crop(2, 4, 4, 40).join()]);
  const { size, images } = evaluationViews(data, 0, 'flip', { inputSize: 44 });
  assert.equal(size, 44);
  assert.deepEqual(
    each({ size, images }),
    [false, true].map((mirrored) => crop(0, 2, 2, 44, mirrored).join()),
  );
  assert.equal(tf.memory().numTensors, before);
});

test('augmented copies of an image are its random crops, some mirrored, and depend on the seed', () => {
  const before = tf.memory().numTensors;
  const windows = new Set(
    [false, true].flatMap((mirrored) =>
      Array.from({ length: 81 }, (_, k) => crop(1, k % 9, Math.floor(k / 9), 40, mirrored).join()),
    ),
  );
  const drawn = (seed: number) => each(augmented(data, 1, 12, { augment: 'crops', seed }));
  assert.equal(drawn(0).length, 12);
  assert.ok(drawn(0).every((copy) => windows.has(copy)));
  assert.ok(new Set(drawn(0)).size > 6);
  assert.deepEqual(drawn(0), drawn(0));
  assert.notDeepEqual(drawn(0), drawn(1));
  const { size, images } = augmented(data, 0, 2, { inputSize: 44 });
  assert.deepEqual([size, images.length], [44, 2 * 44 * 44]);
  assert.equal(tf.memory().numTensors, before);
});
