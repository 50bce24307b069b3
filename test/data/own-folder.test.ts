import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { classCounts, type Dataset, pixelsAt, splitCounts } from '../../lib/data/dataset';
import { fitted, upright } from '../../lib/data/forms/fit';
import { load } from '../../lib/data/load-dataset';
import { type Tensor, tf } from '../../lib/runtime';
import { write } from './files';
import { noise, tableOf } from './tables';

const CLASSES = ['ant', 'bee', 'cow', 'dog', 'elk'];

/** An image of one colour as a JPEG or PNG. */
async function coloured(red: number, width: number, height: number, kind: 'jpeg' | 'png'): Promise<Uint8Array> {
  const image = tf.tensor3d(
    Array.from({ length: width * height }, () => [red, red, red]).flat(),
    [height, width, 3],
    'int32',
  );
  const bytes = kind === 'jpeg' ? await tf.node.encodeJpeg(image, 'rgb', 100) : await tf.node.encodePng(image as never);
  (image as Tensor).dispose();
  return bytes;
}

/** Ten images of each class, at these places. */
async function folder(placeOf: (name: string, i: number) => string, classes: readonly string[] = CLASSES) {
  const files: Record<string, Uint8Array> = {};
  for (const [k, name] of classes.entries())
    for (let i = 0; i < 10; i++) files[placeOf(name, i)] = await coloured(20 * k + i, 60, 50, i % 2 ? 'jpeg' : 'png');
  return files;
}

async function loadedFrom(path: string, options = {}) {
  const notices: string[] = [];
  const data = await load({
    dataset: path,
    ...options,
    onNotice: (line) => notices.push(line.replace(/^[^:(]*: /, '')),
  });
  return { data, notices };
}

test('a folder of five own classes is split at random, resized and said so, without a word about emotions', async (t) => {
  const path = write(t, await folder((name, i) => `${name}/${i}.${i % 2 ? 'jpg' : 'png'}`));
  const { data, notices } = await loadedFrom(path);
  assert.deepEqual(data.classes, CLASSES);
  assert.equal(data.size, 48);
  assert.deepEqual(classCounts(data), [10, 10, 10, 10, 10]);
  assert.deepEqual(splitCounts(data), { Training: 40, PublicTest: 5, PrivateTest: 5 });
  assert.deepEqual(notices.slice(1), [
    'no folder names a split: 80 % are Training, 10 % PublicTest, 10 % PrivateTest, at random',
    'resized: 50 images of other sizes to 48×48, 50 of them cut to their centred squares',
  ]);
  assert.doesNotMatch(notices.join(), /emotion|angry|FER2013/i);
  for (const [i, label] of data.labels.entries()) assert.equal(Math.floor(pixelsAt(data, i)[0] / 20), label);
  const other = await loadedFrom(path, { split_seed: 1, image_size: 30, val: 0.2, test: 0.2 });
  assert.deepEqual(splitCounts(other.data), { Training: 30, PublicTest: 10, PrivateTest: 10 });
  assert.equal(other.data.images.length, 50 * 900);
});

test('train and test folders leave test to report on, and take validation from training, by subject', async (t) => {
  const files = await folder((name, i) => `${i < 8 ? 'train' : 'test'}/${name}/subject${i}_${name}.png`);
  const { data, notices } = await loadedFrom(write(t, files), { val: 0.25 });
  assert.deepEqual(splitCounts(data), { Training: 30, PublicTest: 10, PrivateTest: 10 });
  const share = '25 % of Training are PublicTest, by subject';
  assert.equal(notices[1], `splits: no folder names a validation split: ${share}`);
  const three = await folder((name, i) => `${['train', 'val', 'test'][i % 3]}/${name}/${i}.png`);
  assert.deepEqual(splitCounts((await loadedFrom(write(t, three))).data), {
    Training: 20,
    PublicTest: 15,
    PrivateTest: 15,
  });
});

test('no subject of files or of a table is in two splits', async (t) => {
  const subjects = (data: Dataset, of: (i: number) => number) => {
    const splitsOf = new Map<number, Set<number>>();
    for (const [i, split] of data.splits.entries())
      splitsOf.set(of(i), (splitsOf.get(of(i)) ?? new Set<number>()).add(split));
    return [...splitsOf.values()].map(({ size }) => size);
  };
  // RaFD's names; FER2013's emotions and own classes.
  for (const classes of [
    ['happy', 'sad'],
    ['cat', 'dog'],
  ]) {
    const name = (of: string, i: number) =>
      `${of}/Rafd090_${String(i).padStart(2, '0')}_Caucasian_male_${of}_frontal.png`;
    const { data, notices } = await loadedFrom(write(t, await folder(name, classes)));
    assert.deepEqual(
      subjects(data, (i) => pixelsAt(data, i)[0] % 20),
      Array(10).fill(1),
    );
    assert.match(notices[1], /: 80 % are Training, 10 % PublicTest, 10 % PrivateTest, by subject$/);
    assert.deepEqual(splitCounts(data), { Training: 16, PublicTest: 2, PrivateTest: 2 });
  }
  const images = noise(30);
  const rows = tableOf(images).map((line, i) => {
    const [emotion, pixels] = line.split(',');
    return `${emotion},${i === 0 ? 'Subject_ID' : `p${i % 5}`},${pixels}`;
  });
  const table = write(t, { 'mine.csv': rows.join('\n') });
  const { data, notices } = await loadedFrom(table, { val: 0.2, test: 0.2 });
  assert.deepEqual(data.images, images.images);
  assert.deepEqual(
    subjects(data, (i) => (i + 1) % 5),
    Array(5).fill(1),
  );
  assert.deepEqual(splitCounts(data), { Training: 18, PublicTest: 6, PrivateTest: 6 });
  assert.match(notices.join('\n'), /^no column names a split: 60 % are Training, 20 % .*, by subject$/m);
  const plain = write(t, {
    'mine.csv': tableOf(images)
      .map((line) => line.replace(/,[^,]*$/, ''))
      .join('\n'),
  });
  const other = await loadedFrom(plain);
  assert.deepEqual(splitCounts(other.data), { Training: 24, PublicTest: 3, PrivateTest: 3 });
  assert.match(other.notices.join('\n'), /^no column names a split: 80 % .*, at random$/m);
});

test('unreadable files are named, counted and left out', async (t) => {
  const files: Record<string, Uint8Array | string> = await folder((name, i) => `${name}/${i}.png`);
  const { notices, data } = await loadedFrom(write(t, { ...files, 'cow/3.png': 'text', 'elk/x.jpg': 'text' }));
  assert.equal(data.labels.length, 49);
  assert.match(notices.join('\n'), /^left out: 2 unreadable images \(.*cow\/3\.png.*elk\/x\.jpg.*\)$/m);
  const texts = (n: number) => Object.fromEntries(Array.from({ length: n }, (_, i) => [`dog/x${i}.png`, 'text']));
  const five = await loadedFrom(write(t, { ...files, ...texts(5) }));
  assert.match(five.notices.join('\n'), /^left out: 5 unreadable images \([^…]*x4\.png"?\)$/m);
  const six = await loadedFrom(write(t, { ...files, ...texts(6) }));
  assert.match(six.notices.join('\n'), /^left out: 6 unreadable images \([^…]*x4\.png"?, …\)$/m);
});

const BAD: readonly [string, string[], RegExp][] = [
  ['one class only', ['cat/1.png', 'cat/2.png'], /one class only; must/],
  ['no class', ['1.png', '2.png'], /one class only; must/],
  [
    'names that differ in case',
    ['cat/1.png', 'Cat/2.png', 'dog/3.png'],
    /^classes: .*[cC]at.* must not differ in case only$/,
  ],
  [
    'a class without training images',
    ['train/cat/1.png', 'test/cat/2.png', 'test/dog/1.png'],
    /dog.*: no Training images; must have some$/,
  ],
];
for (const [name, paths, message] of BAD) {
  test(`${name}: one line`, async (t) => {
    const image = await coloured(9, 48, 48, 'png');
    const path = write(t, Object.fromEntries(paths.map((file) => [file, image])));
    await assert.rejects(loadedFrom(path, { val: 0 }), { name: 'InputError', message });
  });
}

test('mixed sizes and a split without images get one line each', async (t) => {
  const square = await coloured(9, 48, 48, 'png');
  const wide = await coloured(9, 64, 50, 'png');
  const files = {
    'train/cat/1.png': square,
    'train/dog/2.png': wide,
    'test/cat/3.png': square,
    'test/dog/4.png': wide,
  };
  const { notices } = await loadedFrom(write(t, files), { val: 0 });
  assert.equal(notices.filter((line) => /sizes/.test(line)).length, 1);
  assert.match(
    notices.join('\n'),
    /^resized: 2 images of other sizes to 48×48, 2 of them cut to their centred squares$/m,
  );
  assert.deepEqual(
    notices.filter((line) => /no images/.test(line)),
    ['PublicTest has no images: one split cannot both select weights and be reported on, so none is left to report on'],
  );
  const { notices: evaluated } = await loadedFrom(write(t, files), { evaluationOnly: true });
  assert.doesNotMatch(evaluated.join(), /no images|PublicTest are/);
});

test('an empty class is named', async (t) => {
  const path = write(t, await folder((name, i) => `${name}/${i}.png`));
  mkdirSync(join(path, 'fox'));
  await assert.rejects(loadedFrom(path), { message: /fox.*: an empty class; must contain images, or be removed$/ });
});

test('resizing takes the mean over areas of the centred square', () => {
  const values = Uint8Array.of(0, 10, 20, 40, 99, 0, 30, 40, 60, 99, 0, 50, 60, 80, 99); // 5×3: the square is 3×3
  assert.deepEqual(
    [...fitted({ width: 5, height: 3, values }, 1)],
    [Math.round((10 + 20 + 40 + 30 + 40 + 60 + 50 + 60 + 80) / 9)],
  );
  // 3 → 2: each pixel covers one and a half: (10 + 20/2 + 30/2 + 40/4) / 2.25, (20/2 + 40 + 40/4 + 60/2) / 2.25,
  // (30/2 + 40/4 + 50 + 60/2) / 2.25 and (40/4 + 60/2 + 60/2 + 80) / 2.25
  assert.deepEqual([...fitted({ width: 5, height: 3, values }, 2)], [20, 40, 47, 67]);
  const tall = Uint8Array.of(99, 99, 10, 20, 30, 40, 99, 99, 99, 99); // 2×5: rows 1 and 2, since (5 − 2) / 2 = 1.5
  assert.deepEqual([...fitted({ width: 2, height: 5, values: tall }, 2)], [10, 20, 30, 40]);
  // 2 → 3: the pixels between are halves of their neighbours.
  assert.deepEqual([...fitted({ width: 2, height: 5, values: tall }, 3)], [10, 15, 20, 20, 25, 30, 30, 35, 40]);
});

test('EXIF orientations turn the image upright', () => {
  const image = { width: 2, height: 1, values: Uint8Array.of(1, 2) };
  const turned = [1, 2, 3, 4, 5, 6, 7, 8].map((orientation) => {
    const { width, values } = upright(image, jpegWith(orientation));
    return [width, ...values];
  });
  assert.deepEqual(turned, [
    [2, 1, 2],
    [2, 2, 1],
    [2, 2, 1],
    [2, 1, 2],
    [1, 1, 2],
    [1, 1, 2],
    [1, 2, 1],
    [1, 2, 1],
  ]);
});

/** The beginning of a JPEG with an EXIF orientation: SOI, APP1 with a TIFF of one entry, SOF of 2×1 pixels. */
function jpegWith(orientation: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
  const exif = [...Buffer.from('Exif\0\0', 'latin1'), ...tiff];
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 1, 0, 2, 1, 1, 0x11, 0];
  return Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, exif.length + 2, ...exif, ...frame, 0xff, 0xd9);
}
