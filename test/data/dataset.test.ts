import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assignSplits } from '../../lib/data/assign';
import { DatasetBuilder } from '../../lib/data/builder';
import {
  classCounts,
  count,
  type Dataset,
  EMOTIONS,
  examples,
  hash,
  imagesAt,
  indicesOf,
  limited,
  PIXELS,
  SIZE,
  select,
} from '../../lib/data/dataset';
import { contrasts, meanFaces, splitTable, tones } from '../../lib/data/dataset-statistics';
import { marginOf, usualInputSize, viewsOf } from '../../lib/data/views';

/** Image `i` has the gray value 10 · i except for its last pixel, which is 0. */
const data: Dataset = {
  name: 'x',
  classes: EMOTIONS,
  size: 48,
  images: Uint8Array.from({ length: 8 * PIXELS }, (_, k) => ((k + 1) % PIXELS === 0 ? 0 : 10 * Math.floor(k / PIXELS))),
  labels: Uint8Array.of(3, 0, 3, 6, 3, 0, 6, 6),
  splits: Uint8Array.of(2, 0, 1, 0, 0, 1, 0, 2),
  rows: Uint32Array.of(50, 51, 52, 53, 54, 55, 56, 57),
};
const rowsOf = ({ rows }: Dataset) => [...rows];

test('selected images keep all their columns, in the given order', () => {
  const taken = imagesAt(data, [6, 1]);
  assert.deepEqual(
    [count(taken), taken.name, [...taken.labels], [...taken.splits], rowsOf(taken)],
    [2, 'x', [6, 0], [0, 0], [56, 51]],
  );
  assert.deepEqual([...taken.images.subarray(PIXELS - 2, PIXELS + 1)], [60, 0, 10]);
  assert.equal(taken.images.length, 2 * PIXELS);
  taken.images[0] = 1;
  assert.equal(data.images[6 * PIXELS], 60);
});

test('splits, the first images of each split, and the first of each emotion are selected', () => {
  assert.deepEqual([...indicesOf(data, 'Training')], [1, 3, 4, 6]);
  assert.deepEqual([...indicesOf(data, 'PrivateTest')], [0, 7]);
  assert.deepEqual(rowsOf(select(data, 'PublicTest')), [52, 55]);
  assert.equal(limited(data, 0), data);
  assert.deepEqual(rowsOf(limited(data, 1)), [51, 52, 50]);
  assert.deepEqual(rowsOf(limited(data, 3)), [51, 53, 54, 52, 55, 50, 57]);
  assert.deepEqual(rowsOf(examples(data, 1)), [51, 50, 53]);
  assert.deepEqual(rowsOf(examples(data, 2)), [51, 55, 50, 52, 53, 56]);
});

test('images are counted by emotion and split', () => {
  assert.deepEqual(classCounts(data), [2, 0, 0, 3, 0, 0, 3]);
  assert.deepEqual(
    splitTable(data).map(({ split, images, Angry, Happy, Neutral, Fear }) => [
      split,
      images,
      Angry,
      Happy,
      Neutral,
      Fear,
    ]),
    [
      ['Training', 4, 1, 1, 2, 0],
      ['PublicTest', 2, 1, 1, 0, 0],
      ['PrivateTest', 2, 0, 1, 1, 0],
      ['all', 8, 2, 3, 3, 0],
    ],
  );
});

test('the hash depends on images, labels and splits, but not on names and rows', () => {
  assert.equal(hash({ ...data, name: 'y', rows: new Uint32Array(8) }), hash(data));
  for (const column of ['images', 'labels', 'splits'] as const) {
    const changed = Uint8Array.from(data[column]);
    changed[changed.length - 1] ^= 1;
    assert.notEqual(hash({ ...data, [column]: changed }), hash(data), column);
  }
});

test('mean faces, brightness and contrast are computed from the gray values', () => {
  const { images: faces } = meanFaces(data);
  assert.equal(faces.length, 7 * PIXELS);
  assert.deepEqual(
    [0, 1, 3, 6].map((label) => [faces[label * PIXELS], faces[(label + 1) * PIXELS - 1]]),
    [
      [30, 0],
      [0, 0],
      [20, 0],
      [53, 0],
    ],
  );
  const { label, split, brightness, contrast } = tones(data);
  assert.deepEqual([label[3], split[3], label[0], split[0]], ['Neutral', 'Training', 'Happy', 'PrivateTest']);
  const share = (PIXELS - 1) / PIXELS; // of pixels with gray 30 in image 3
  assert.ok(Math.abs(brightness[3] - 30 * share) < 1e-9);
  assert.ok(Math.abs(contrast[3] - 30 * Math.sqrt(share * (1 - share))) < 1e-9);
  assert.deepEqual([...contrasts(data)], contrast);
});

test('ten views are the corners and the centre, then mirrored; fewer views include the centre', () => {
  assert.deepEqual([SIZE, usualInputSize(SIZE), marginOf(SIZE, 40)], [48, 40, 8]);
  const corners = [
    [0, 0],
    [8, 0],
    [0, 8],
    [8, 8],
    [4, 4],
  ];
  const views = [false, true].flatMap((mirrored) => corners.map(([left, top]) => ({ left, top, mirrored })));
  assert.deepEqual(viewsOf('ten', 8), views);
  assert.deepEqual(viewsOf('flip', 8), [views[4], views[9]]);
  assert.deepEqual(viewsOf('center', 8), [views[4]]);
  assert.deepEqual(viewsOf('center', 3), [{ left: 1, top: 1, mirrored: false }]);
  assert.deepEqual(viewsOf('ten', 0), viewsOf('flip', 0)); // five times the whole image, and mirrored
  assert.throws(() => marginOf(40, 48), { message: 'input_size: 48; must be ≤ 40, the size of the images' });
});

test('groups are assigned to splits by shares, reproducibly and independent of their order', () => {
  const names = Array.from({ length: 20 }, (_, i) => `S${i}`);
  const splits = assignSplits([...names, ...names], [0.6, 0.25]);
  const sizes = [0, 1, 2].map((split) => [...splits.values()].filter((each) => each === split).length);
  assert.deepEqual(sizes, [12, 5, 3]);
  assert.deepEqual([...splits.keys()].sort(), [...names].sort());
  assert.deepEqual(new Map([...assignSplits(names.reverse(), [0.6, 0.25])].sort()), new Map([...splits].sort()));
  assert.deepEqual([...assignSplits(['a'], [0.8, 0.1]).values()], [0]);
});

const SHARED = { name: 'x', classes: EMOTIONS, size: 48 };

test('a data set grows beyond its expected size, and is sorted by rows', () => {
  for (const expected of [0, 1, 3]) {
    const builder = new DatasetBuilder(SHARED, expected);
    [2, 0, 1].forEach((row, i) => {
      assert.equal(builder.count, i);
      const at = builder.reserve(); // may replace `images`
      builder.images.fill(10 + row, at, at + PIXELS);
      builder.add(row + 3, row, row * 5);
    });
    const read = builder.build();
    assert.deepEqual(
      [[...read.labels], [...read.splits], rowsOf(read)],
      [
        [5, 3, 4],
        [2, 0, 1],
        [10, 0, 5],
      ],
    );
    assert.equal(read.images.length, 3 * PIXELS);
    const ordered = builder.inRowOrder();
    assert.deepEqual(
      [[...ordered.labels], [...ordered.splits], rowsOf(ordered)],
      [
        [3, 4, 5],
        [0, 1, 2],
        [0, 1, 2],
      ],
    );
    assert.deepEqual(
      [0, 1, 2].map((i) => ordered.images[i * PIXELS]),
      [10, 11, 12],
    );
  }
  const large = new DatasetBuilder(SHARED);
  for (let row = 0; row < 1500; row++) {
    const at = large.reserve();
    large.images[at] = row % 256;
    large.add(row % 7, 0, row);
  }
  const { images, labels } = large.inRowOrder();
  assert.deepEqual(
    [0, 1023, 1024, 1499].map((i) => [images[i * PIXELS], labels[i]]),
    [
      [0, 0],
      [1023 % 256, 1023 % 7],
      [0, 1024 % 7],
      [1499 % 256, 1499 % 7],
    ],
  );
});

test('equal rows keep their order', () => {
  const builder = new DatasetBuilder(SHARED);
  for (const [label, row] of [
    [1, 7],
    [2, 3],
    [3, 7],
  ]) {
    builder.reserve();
    builder.add(label, 0, row);
  }
  assert.deepEqual([...builder.inRowOrder().labels], [2, 1, 3]);
});
