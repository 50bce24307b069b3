import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type Dataset, EMOTIONS, hash, PIXELS, SIZE, SPLITS, select } from '../../lib/data/dataset';
import { loadFer2013 } from '../../lib/data/fer2013';
import { tf } from '../../lib/runtime';
import { type Files, tar, tarHeader, zip } from './archives';
import { noise, pixelsOf, tableOf, temporaryFolder } from './tables';

const data = noise(24);
const table = `${tableOf(data).join('\n')}\n`;
const indices = Array.from(data.labels, (_, i) => i);
const FOLDERS = ['train', 'val', 'test'];

function write(t: TestContext, files: Files): string {
  const folder = temporaryFolder(t);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Loads files from a folder, and asserts that they are the data. */
async function assertSame(t: TestContext, form: string, files: Files, expected: Dataset = data): Promise<void> {
  const { data: found } = await loadFer2013(write(t, files));
  assert.equal(hash(found), hash(expected), form);
  assert.deepEqual(
    found.rows,
    Uint32Array.from(found.labels, (_, i) => i),
    form,
  );
}

async function png(index: number): Promise<Uint8Array> {
  const pixels = data.images.subarray(index * PIXELS, (index + 1) * PIXELS);
  const picture = tf.tensor3d(Array.from(pixels), [SIZE, SIZE, 1], 'int32');
  const bytes = await tf.node.encodePng(picture);
  picture.dispose();
  return bytes;
}

/** Every image as a file, by a path made of its split, its label and its index. */
async function pictures(path: (split: number, label: number, index: number) => string): Promise<Files> {
  const files: Record<string, Uint8Array> = {};
  for (const i of indices) files[path(data.splits[i], data.labels[i], i)] = await png(i);
  return files;
}

function rowsOf(row: (index: number) => string, header: string): string {
  return [header, ...indices.map(row)].join('\n');
}

test('all common tables of FER2013 give the same data set', async (t) => {
  const usage = (i: number) => SPLITS[data.splits[i]];
  const columns = Array.from({ length: PIXELS }, (_, i) => `pixel${i}`).join(';');
  await assertSame(t, 'plain', { 'fer2013.csv': table });
  await assertSame(t, 'icml_face_data.csv', {
    'icml_face_data.csv': rowsOf((i) => `${data.labels[i]},${usage(i)},${pixelsOf(data, i)}`, 'emotion, Usage, pixels'),
  });
  await assertSame(t, 'a column a pixel', {
    'wide.csv': rowsOf((i) => `${data.labels[i]};${pixelsOf(data, i, ';')};${usage(i)}`, `emotion;${columns};Usage`),
  });
  await assertSame(t, 'an index first', {
    'indexed.csv': rowsOf((i) => `${i},${data.labels[i]},"${pixelsOf(data, i)}",${usage(i)}`, ',emotion,pixels,Usage'),
  });
});

test('train.csv, val.csv and test.csv give the splits in order', async (t) => {
  const split = (k: number) => [
    'emotion,pixels',
    ...indices.filter((i) => data.splits[i] === k).map((i) => `${data.labels[i]},${pixelsOf(data, i)}`),
  ];
  await assertSame(t, 'three', {
    'test.csv': split(2).join('\n'),
    'train.csv': split(0).join('\n'),
    'val.csv': split(1).join('\n'),
  });
});

test('test.csv without labels is skipped, with a notice', async (t) => {
  const train = indices.filter((i) => data.splits[i] === 0).map((i) => `${data.labels[i]},${pixelsOf(data, i)}`);
  const folder = write(t, {
    'train.csv': ['emotion,pixels', ...train].join('\n'),
    'test.csv': `pixels\n${pixelsOf(data, 0)}\n`,
  });
  const { data: found, form, notices } = await loadFer2013(folder);
  assert.equal(hash(found), hash(select(data, 'Training')));
  assert.equal(form, 'emotion,pixels');
  assert.deepEqual(notices, ['skipped: test.csv, which has no labels', 'splits: "train" is Training']);
  await assert.rejects(loadFer2013(join(folder, 'test.csv')), {
    message: /^test\.csv:1: no column emotion; must have one/,
  });
});

test('folders of images give the same data set, whatever their names and order', async (t) => {
  const byName = await pictures((split, label, i) => `${FOLDERS[split]}/${EMOTIONS[label].toLowerCase()}/${i}.png`);
  await assertSame(t, 'names', byName);
  await assertSame(t, 'zip', { 'archive.zip': zip(byName) });
  await assertSame(t, 'tar.gz', { 'archive.tar.gz': gzipSync(await tar(byName)) });
  await assertSame(t, 'digits', await pictures((split, label, i) => `fer/${SPLITS[split]}/${label}/fer${i}.png`));
  await assertSame(
    t,
    'split in the name',
    await pictures((split, label, i) => `${split ? 'test' : 'train'}/${EMOTIONS[label]}/${SPLITS[split]}_${i}.png`),
  );
});

test('a notice reports a merged test split', async (t) => {
  const files = await pictures((split, label, i) => `${split ? 'test' : 'train'}/${EMOTIONS[label]}/${i}.png`);
  const { data: found, notices } = await loadFer2013(write(t, files));
  assert.equal(notices[0], 'splits: "train" is Training, "test" is PublicTest');
  assert.match(notices[1], /^its test split merges PublicTest and PrivateTest; /);
  assert.equal(hash(found), hash({ ...data, splits: data.splits.map((split) => Math.min(split, 1)) }));
});

test('parquet gives the same data set: a table written by pandas, and images with label names', async (t) => {
  const pandas = parquetWriteBuffer({
    columnData: [
      { name: 'emotion', data: Array.from(data.labels, BigInt), type: 'INT64' },
      { name: 'pixels', data: indices.map((i) => pixelsOf(data, i)), type: 'STRING' },
      { name: 'Usage', data: Array.from(data.splits, (split) => SPLITS[split]), type: 'STRING' },
    ],
    rowGroupSize: 10,
  });
  await assertSame(t, 'pandas', { 'fer2013.parquet': Buffer.from(pandas) });
  const names = EMOTIONS.map((emotion) => emotion.toLowerCase()).sort();
  const hub: Record<string, Uint8Array> = {};
  for (const [split, folder] of FOLDERS.entries()) {
    const members = indices.filter((i) => data.splits[i] === split);
    const label = (i: number) => BigInt(names.indexOf(EMOTIONS[data.labels[i]].toLowerCase()));
    const file = parquetWriteBuffer({
      columnData: [
        { name: 'image', data: await Promise.all(members.map(png)), type: 'BYTE_ARRAY' },
        { name: 'label', data: members.map(label), type: 'INT64' },
      ],
      kvMetadata: [{ key: 'huggingface', value: JSON.stringify({ info: { features: { label: { names } } } }) }],
    });
    hub[`data/${folder}-00000-of-00001.parquet`] = Buffer.from(file);
  }
  await assertSame(t, 'hub', hub);
});

test('parquet from the hub: zstd, images in structs, labels in alphabetical order', async (t) => {
  const hub = readFileSync(join(__dirname, 'hub_reference.parquet'));
  const { data: found } = await loadFer2013(write(t, { 'train.parquet': hub }));
  assert.deepEqual(Array.from(found.labels), [0, 1, 2, 3, 6, 4, 5]);
  const value = (i: number, x: number, y: number) => (5 * x + 3 * y + 17 * i) % 256; // as hub_reference.py
  const images = Array.from({ length: 7 * PIXELS }, (_, k) =>
    value(Math.floor(k / PIXELS), k % SIZE, Math.floor(k / SIZE) % SIZE),
  );
  assert.deepEqual(found.images, Uint8Array.from(images));
});

test('parquet’s column split takes precedence, with common names', async (t) => {
  const words = ['train', 'dev', 'test'];
  const parquet = (split: (i: number) => string, label: string) =>
    Buffer.from(
      parquetWriteBuffer({
        columnData: [
          { name: label, data: Array.from(data.labels, BigInt), type: 'INT64' },
          { name: 'pixels', data: indices.map((i) => pixelsOf(data, i)), type: 'STRING' },
          { name: 'split', data: indices.map(split), type: 'STRING' },
        ],
      }),
    );
  await assertSame(t, 'official', { 'faces.parquet': parquet((i) => SPLITS[data.splits[i]], 'emotion') });
  const folder = write(t, { 'faces.parquet': parquet((i) => words[data.splits[i]], 'label') });
  const { data: found, notices } = await loadFer2013(folder);
  assert.equal(hash(found), hash(data));
  assert.match(notices.join(), /"train" is Training, "dev" is PublicTest, "test" is PrivateTest/);
  assert.match(notices.join(), /column label is read as 0 Angry, .* AffectNet and RAF-DB number otherwise/);
  const named = write(t, { 'train.parquet': parquet((i) => words[data.splits[i]], 'emotion') });
  await assert.rejects(loadFer2013(named), { message: /^train\.parquet: named Training, with rows of PublicTest; / });
  const other = write(t, { 'train.parquet': parquet(() => 'nonsense', 'emotion') });
  await assert.rejects(loadFer2013(other), { message: /^train\.parquet, row 1: Usage "nonsense"; must be / });
});

test('an invalid parquet file is reported', async (t) => {
  const whole = readFileSync(join(__dirname, 'hub_reference.parquet'));
  const refused = async (bytes: Uint8Array, message: RegExp) =>
    assert.rejects(loadFer2013(write(t, { 'train.parquet': bytes })), { name: 'InputError', message });
  const damaged = Buffer.from(whole).fill(7, 40, 400);
  await refused(damaged, /^train\.parquet: .*; must be a whole parquet file$/);
  await refused(whole.subarray(0, -100), /^train\.parquet: .*; must be a whole parquet file$/);
  const unlike = Buffer.from(whole.toString('latin1').replace('{"info"', '["info"'), 'latin1');
  await refused(unlike, /^train\.parquet: .*; must be JSON that describes the features$/);
  await assert.rejects(loadFer2013(write(t, { 'faces.parquet': whole })), {
    message: /^faces\.parquet, row 1: no Usage; must have one, or be in a file named train, val or test$/,
  });
});

test('archives give the same data set, nested and next to other files', async (t) => {
  const files = { 'fer2013/fer2013.csv': table, 'fer2013/README': 'read me', '__MACOSX/fer2013/._fer2013.csv': 'x' };
  await assertSame(t, 'zip', { 'archive.zip': zip(files) });
  await assertSame(t, 'tar', { 'fer2013.tar': await tar(files) });
  await assertSame(t, 'tar.gz', { 'fer2013.tar.gz': gzipSync(await tar(files)) });
  await assertSame(t, 'tar.gz in zip', { 'challenge.zip': zip({ 'fer2013.tar.gz': gzipSync(await tar(files)) }) });
  await assertSame(t, 'a name that lies', { 'fer2013.csv': gzipSync(table) });
});

const OUTSIDE = '../outside/fer2013.csv';

test('an archive that would unpack outside its folder, or to gigabytes, is rejected', async (t) => {
  const refused = async (name: string, bytes: Uint8Array, message: RegExp) =>
    assert.rejects(loadFer2013(write(t, { [name]: bytes })), { name: 'InputError', message });
  await refused(
    'a.zip',
    zip({ [OUTSIDE]: table }),
    /^a\.zip: .*\.\.\/outside.*; must be a whole zip archive that stays/,
  );
  await refused('a.zip', zip({ '/etc/fer2013.csv': table }), /^a\.zip: absolute path.*; must be/);
  await refused(
    'a.tar',
    await tar({ [OUTSIDE]: table }),
    /^a\.tar: holds "\.\.\/outside.*; must stay inside its folder/,
  );
  await refused(
    'a.zip',
    zip({ 'fer2013.csv': table }, 2 ** 31),
    /^a\.zip: unpacks to more than 1 GiB; must be smaller/,
  );
  await refused('a.zip', zip({ 'fer2013.csv': table }, 100), /^a\.zip: too many bytes in the stream.*; must be/);
  const mebibyte = gzipSync(Buffer.alloc(2 ** 20));
  const bomb = [gzipSync(await tarHeader('fer2013.csv', 2 ** 31)), ...Array.from({ length: 1100 }, () => mebibyte)];
  await refused('a.tar.gz', Buffer.concat(bomb), /^a\.tar\.gz: unpacks to more than 1 GiB; must be smaller/);
});

test('a truncated archive is rejected', async (t) => {
  const bytes = gzipSync(await tar({ 'fer2013.csv': table }));
  for (const [name, cut] of [
    ['a.zip', zip({ 'fer2013.csv': table }).subarray(0, -40)],
    ['a.tar.gz', bytes.subarray(0, bytes.length >> 1)],
    ['a.tar', (await tar({ 'fer2013.csv': table })).subarray(0, 20_000)],
  ] as const)
    await assert.rejects(loadFer2013(write(t, { [name]: cut })), {
      name: 'InputError',
      message: /^a\..*(whole|damaged)/,
    });
});

test('an image whose name only resembles a split stays in its folder’s split', async (t) => {
  const files = {
    'train/sad/1.png': await png(0),
    'test/sad/valentina.png': await png(1),
    'val/sad/trainer.png': await png(2),
  };
  const { data: found } = await loadFer2013(write(t, files));
  assert.deepEqual(Array.from(found.splits), [0, 1, 2]);
});

test('an image of the wrong size or label is reported', async (t) => {
  const wide = Buffer.from(await tf.node.encodePng(tf.zeros([48, 50, 1]) as never));
  const refused = async (files: Files, message: RegExp) =>
    assert.rejects(loadFer2013(write(t, files)), { name: 'InputError', message });
  await refused({ 'train/happy/1.png': wide }, /^train\/happy\/1\.png: 50×48 pixels; must be 48×48$/);
  await refused({ 'train/happy/1.png': 'text' }, /^train\/happy\/1\.png: damaged; must be a whole PNG, JPEG, /);
  await refused({ 'train/bored/1.png': wide }, /^train\/bored\/1\.png: no emotion in its path; must be in a folder/);
});
