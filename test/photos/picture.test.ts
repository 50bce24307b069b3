import assert from 'node:assert/strict';
import { test } from 'node:test';
import { frameOf, grayCrop } from '../../lib/photos/framing';
import { oriented } from '../../lib/photos/orientation';
import { luma, overlap, type Picture, resized } from '../../lib/photos/picture';
import { bytes, reference } from './reference';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

test('the overlap of boxes is that of hand-worked cases', () => {
  assert.equal(overlap(box(0, 0, 2, 2), box(0, 0, 2, 2)), 1);
  assert.equal(overlap(box(0, 0, 2, 2), box(1, 0, 2, 2)), 1 / 3); // 2 of 6
  assert.equal(overlap(box(0, 0, 4, 4), box(1, 1, 2, 1)), 1 / 8); // 2 of 16
  assert.equal(overlap(box(0, 0, 2, 2), box(2, 0, 2, 2)), 0);
});

test('pictures are resized as Pillow does', () => {
  const { width, height, rgb } = reference.read['rgb.png'];
  const picture = { width, height, rgb: bytes(rgb) };
  for (const [size, expected] of Object.entries(reference.resized)) {
    const [w, h] = size.split('x').map(Number);
    const found = resized(picture, w, h).rgb;
    const wanted = bytes(expected);
    // Pillow rounds once more, between its two passes.
    assert.ok(
      found.every((value, i) => Math.abs(value - wanted[i]) <= 1),
      size,
    );
  }
});

test('a part of a picture is resized alone', () => {
  const picture = gray(4, [0, 0, 0, 0, 0, 100, 200, 0, 0, 100, 200, 0, 0, 0, 0, 0]);
  assert.deepEqual(
    [...resized(picture, 2, 2, box(1, 1, 2, 2)).rgb].filter((_, i) => i % 3 === 0),
    [100, 200, 100, 200],
  );
});

test('EXIF orientations place the rows and columns as the standard says', () => {
  const picture = gray(3, [1, 2, 3, 4, 5, 6]);
  const upright: Readonly<Record<number, readonly number[]>> = {
    1: [1, 2, 3, 4, 5, 6],
    2: [3, 2, 1, 6, 5, 4],
    3: [6, 5, 4, 3, 2, 1],
    4: [4, 5, 6, 1, 2, 3],
    5: [1, 4, 2, 5, 3, 6],
    6: [4, 1, 5, 2, 6, 3],
    7: [6, 3, 5, 2, 4, 1],
    8: [3, 6, 2, 5, 1, 4],
  };
  for (const [orientation, values] of Object.entries(upright)) {
    const { width, rgb } = oriented(picture, Number(orientation));
    assert.equal(width, Number(orientation) < 5 ? 3 : 2);
    assert.deepEqual(
      [...rgb].filter((_, i) => i % 3 === 0),
      values,
      orientation,
    );
  }
  assert.equal(oriented(picture, 9), picture);
});

test('a crop of the same size is the picture; a larger frame is averaged; beyond it the border goes on', () => {
  const values = Array.from({ length: 16 }, (_, i) => 10 * i);
  const picture = gray(4, values);
  const frame = { x: 2, y: 2, side: 4, angle: 0 };
  assert.deepEqual([...grayCrop(picture, frame, 4)], values);
  assert.deepEqual([...grayCrop(picture, frame, 2)], [25, 45, 105, 125]);
  assert.deepEqual([...grayCrop(picture, { ...frame, x: 0 }, 2)].slice(0, 2), [20, 25]);
  // A quarter turn clockwise: the frame's right is the picture's bottom.
  assert.deepEqual([...grayCrop(picture, { ...frame, angle: Math.PI / 2 }, 2)], [45, 125, 25, 105]);
});

test('colours become gray as Pillow makes them', () => {
  assert.deepEqual([luma(255, 0, 0), luma(0, 255, 0), luma(0, 0, 255), luma(255, 255, 255)], [76, 150, 29, 255]);
});

test('a frame is where the data would put the face, and turns only heads that lean far', () => {
  const eyes = [
    [40, 50],
    [60, 50],
  ] as const;
  const face = { score: 1, box: box(30, 40, 40, 40), eyes, nose: [50, 60], mouth: [50, 70] } as const;
  const framing = { width: 0.5, x: 0.5, y: 0.6 };
  assert.deepEqual(frameOf(face, framing), { x: 50, y: 52, side: 80, angle: 0 });
  const turned = { ...face, eyes: [eyes[0], [40, 70]], mouth: [20, 60] } as const; // a quarter turn
  const { angle, x, y } = frameOf(turned, framing);
  assert.ok(Math.abs(angle - (Math.PI / 2 - 0.2)) < 1e-12);
  assert.ok(Math.abs(x - (50 + 8 * Math.sin(angle))) < 1e-12 && Math.abs(y - (60 - 8 * Math.cos(angle))) < 1e-12);
});

function gray(width: number, values: readonly number[]): Picture {
  return {
    width,
    height: values.length / width,
    rgb: Uint8Array.from(values.flatMap((value) => [value, value, value])),
  };
}
