import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUGMENTATIONS } from '../../../lib/data/augment/augmentations';
import { drawParameters } from '../../../lib/data/augment/parameters';
import { keyOf, type Tensor, tf } from '../../../lib/runtime';
import reference from './distributions_reference.json';

const N = 20_000;
/** Five standard errors of a share of one half, of 20,000 draws here and 200,000 there. */
const TOLERANCE = 5 * 0.5 * Math.sqrt(1 / N + 1 / 200_000);

const { zoom, right, down, mirrored, degrees, left, top, erased } = drawParameters(
  tf.tensor1d(keyOf(7, 1, 0)),
  N,
  { ...AUGMENTATIONS.full, erase: 1 },
  { size: 48, crop: 40 },
);

const COLUMNS: Record<keyof typeof reference, Tensor> = {
  zoomTop: zoom.top,
  zoomLeft: zoom.left,
  zoomHeight: zoom.height,
  zoomWidth: zoom.width,
  zoomArea: tf.mul(zoom.width, zoom.height),
  right,
  down,
  erasedTop: erased.top,
  erasedLeft: erased.left,
  erasedHeight: erased.height,
  erasedWidth: erased.width,
  erasedArea: tf.mul(erased.width, erased.height),
};

const list = (tensor: Tensor) => Array.from(tensor.dataSync());
const across = list(right);
/** Whether each image moves. Of those that do, one in 441 moves by nothing, and is missed. */
const moves = list(down).map((part, i) => part !== 0 || across[i] !== 0);

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) < TOLERANCE, `${what}: ${actual} instead of ${expected}`);
}

/** The share of a column that is at most each value, from 0 on, is as expected. */
function distributed(column: readonly number[], expected: readonly (readonly number[])[], what: string): void {
  for (const [value, share] of expected)
    near(column.filter((each) => each <= value).length / column.length, share, `${what} ≤ ${value}`);
}

for (const [name, column] of Object.entries(COLUMNS)) {
  test(`${name} is distributed as torchvision draws it`, () => {
    const values = list(column);
    // torchvision always moves; that half of the images stay is the study's.
    const isMove = name === 'right' || name === 'down';
    distributed(isMove ? values.filter((_, i) => moves[i]) : values, reference[name as keyof typeof reference], name);
  });
}

test('half of the images move, and the two ways are drawn apart', () => {
  near(moves.filter(Boolean).length / N, 0.5, 'moved');
  const both = list(down).filter((part, i) => part > 0 && across[i] > 0).length;
  near(both / N, 0.5 * 0.475 ** 2, 'moved right and down'); // round(u · 9.6) > 0 from u > 0.5 / 9.6 on
});

test('half of the images are turned, by −10 to 10 degrees alike', () => {
  const turned = list(degrees).filter((angle) => angle !== 0);
  near(turned.length / N, 0.5, 'turned');
  const uniform = [-9, -5, 0, 5, 9].map((angle) => [angle, (angle + 10) / 20]);
  for (const [angle, share] of uniform)
    assert.ok(Math.abs(turned.filter((each) => each <= angle).length / turned.length - share) < Math.SQRT2 * TOLERANCE);
});

test('half of the images are mirrored, and the crop stands in each of its places alike', () => {
  near(list(mirrored).filter(Boolean).length / N, 0.5, 'mirrored');
  const uniform = Array.from({ length: 9 }, (_, place) => [place, (place + 1) / 9]);
  distributed(list(left), uniform, 'left');
  distributed(list(top), uniform, 'top');
});

test('as many crops are erased as the options say', () => {
  for (const erase of [0, 0.25]) {
    const { width } = drawParameters(
      tf.tensor1d(keyOf(8, 1, 0)),
      N,
      { ...AUGMENTATIONS.full, erase },
      { size: 48, crop: 40 },
    ).erased;
    near(list(width).filter(Boolean).length / N, erase, 'erased');
  }
});
