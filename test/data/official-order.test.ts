import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dataset, hash, imagesAt, PIXELS } from '../../lib/data/dataset';
import { inOfficialOrder } from '../../lib/data/official-order';
import { rowsOf } from './official';
import { noise } from './tables';

/**
 * Fourteen images, of which 0, 2, 9 and 13 have the same pixels: 0 and 2 are Training with different labels, 9 is
 * PublicTest, 13 PrivateTest.
 */
const data = repeated();
const official = rowsOf(data);

function repeated(): Dataset {
  const made = noise(14);
  for (const i of [2, 9, 13]) made.images.copyWithin(i * PIXELS, 0, PIXELS);
  return { ...made, splits: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2) };
}

/** A copy with the images at `order`, whose rows are numbered anew. */
const copyOf = (order: readonly number[]) => ({ ...imagesAt(data, order), rows: Uint32Array.from(order.keys()) });

test('every order gives exactly the same data set, even with repeated images', () => {
  for (const step of [1, 3, 5, 9, 11, 13]) {
    const order = Array.from({ length: 14 }, (_, i) => (i * step + 6) % 14);
    const restored = inOfficialOrder(copyOf(order), official);
    assert.equal(hash(restored), hash(data), `step ${step}`);
    assert.deepEqual(restored, data);
  }
});

test('a part of the official file gets its rows', () => {
  assert.deepEqual(inOfficialOrder(copyOf([12, 8, 3, 5]), official), imagesAt(data, [3, 5, 8, 12]));
});

test('labels and splits are the copy’s own; equal pixels are matched by label before split', () => {
  const merged = copyOf([13, 9, 2, 0]);
  merged.splits.set([1, 1, 0, 0]);
  const { rows, splits, labels } = inOfficialOrder(merged, official);
  assert.deepEqual([...rows], [0, 2, 9, 13]);
  assert.deepEqual([...splits], [0, 0, 1, 1]);
  assert.deepEqual([...labels], [0, 2, 2, 6]);
});

test('data with an image that the official file lacks, or has less often, are unchanged', () => {
  const changed = copyOf([3, 1]);
  changed.images[7] ^= 1;
  assert.equal(inOfficialOrder(changed, official), changed);
  const doubled = copyOf([3, 1, 3]);
  assert.equal(inOfficialOrder(doubled, official), doubled);
});
