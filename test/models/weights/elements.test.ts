import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromFloat32, toFloat32 } from '../../../lib/models/weights/elements';

const bitsOf = (...values: number[]) =>
  Array.from(new Uint16Array(fromFloat32(Float32Array.from(values), 'F16').buffer));

test('float32 is rounded to float16 as NumPy rounds it', () => {
  // np.array([...], np.float32).astype(np.float16).view(np.uint16)
  const cases: readonly (readonly [number, number])[] = [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2.5, 0xc100],
    [0.1, 0x2e66],
    [1 + 2 ** -11, 0x3c00], // a tie, to even
    [1 + 3 * 2 ** -11, 0x3c02],
    [1 + 2 ** -11 + 2 ** -20, 0x3c01],
    [2047.5, 0x6800], // carries into the exponent
    [65504, 0x7bff],
    [65519, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -14 - 2 ** -25, 0x0400], // the largest subnormal's upper neighbour
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -25 + 2 ** -30, 0x0001],
    [3 * 2 ** -25, 0x0002],
    [1e-9, 0x0000],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NaN, 0x7e00],
  ];
  for (const [value, bits] of cases) assert.equal(bitsOf(value)[0], bits, String(value));
});

test('every finite float16 survives a round trip', () => {
  const halves = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).filter((half) => (half & 0x7c00) !== 0x7c00);
  const values = toFloat32(new Uint8Array(halves.buffer), 'F16');
  assert.deepEqual(new Uint16Array(fromFloat32(values, 'F16').buffer), halves);
});

test('a number beyond float16’s range is an error, not infinity', () => {
  assert.throws(() => bitsOf(65520), /RangeError: 65520 is beyond the range of float16/);
});
