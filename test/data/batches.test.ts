import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batches, padded, shuffled } from '../../lib/data/batches';

const order = Int32Array.of(4, 2, 0, 1, 3);
const lists = (parts: readonly Int32Array[]) => parts.map((part) => Array.from(part));

test('a smaller last batch is kept, padded, or dropped', () => {
  assert.deepEqual(lists(batches(order, 2)), [[4, 2], [0, 1], [3]]);
  assert.deepEqual(lists(batches(order, 2, 'drop')), [
    [4, 2],
    [0, 1],
  ]);
  assert.deepEqual(Array.from(padded(batches(order, 2)[2], 2)), [3, 3]);
});

test('nothing is dropped if the batches fit; fewer images than a batch give no batch', () => {
  assert.deepEqual(batches(order, 5, 'drop'), batches(order, 5));
  assert.deepEqual(batches(order, 6, 'drop'), []);
  assert.deepEqual(batches(new Int32Array(0), 6), []);
});

test('batches are views of the order, not copies', () => {
  assert.ok(batches(order, 2).every(({ buffer }) => buffer === order.buffer));
});

test('an epoch contains every image once, in an order that depends on seed and epoch', () => {
  const epoch = shuffled(1000, 3, 1);
  assert.deepEqual(
    Array.from(epoch).sort((a, b) => a - b),
    Array.from(epoch.keys()),
  );
  assert.deepEqual(shuffled(1000, 3, 1), epoch);
  for (const other of [shuffled(1000, 3, 2), shuffled(1000, 4, 1)]) {
    const alike = other.filter((image, place) => image === epoch[place]).length;
    assert.ok(alike < 10, `${alike} of 1000 images in their place; 1 expected`);
  }
});

test('a shuffle moves every place, the last one too', () => {
  for (const place of [0, 1, 2]) {
    const found = new Set(Array.from({ length: 40 }, (_, seed) => shuffled(3, seed, 1)[place]));
    assert.deepEqual([...found].sort(), [0, 1, 2]);
  }
});
