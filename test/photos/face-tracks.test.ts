import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faceTracks } from '../../lib/photos/face-tracks';

const box = (x: number, width = 10) => ({ x, y: 0, width, height: 10 });

test('faces keep their numbers while they move, also past each other in the list', () => {
  const number = faceTracks();
  assert.deepEqual(number([box(0), box(50)], 0), [1, 2]);
  assert.deepEqual(number([box(3), box(47)], 0.2), [1, 2]);
  assert.deepEqual(number([box(46), box(5)], 0.4), [2, 1]);
});

test('the face that overlaps most keeps the number, and another one nearby has a new one', () => {
  const number = faceTracks();
  assert.deepEqual(number([box(0)], 0), [1]);
  assert.deepEqual(number([box(5), box(1)], 0.2), [2, 1]); // 5 of 15 are shared, and 9 of 11
});

test('a face keeps its number for a second without being found, and no longer', () => {
  const number = faceTracks();
  assert.deepEqual(number([box(0)], 0), [1]);
  assert.deepEqual(number([], 0.5), []);
  assert.deepEqual(number([box(0)], 1), [1]);
  assert.deepEqual(number([box(0)], 2.5), [2]);
  assert.deepEqual(number([box(8)], 2.6), [3]); // 2 of 18 are shared
});
