import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { hash, PIXELS } from '../../lib/data/dataset';
import { type Files, tar, zip } from './archives';
import { gray, images, loaded, write } from './files';
import { noise, tableOf } from './tables';

const data = noise(24);
const lines = tableOf(data);
const table = `${lines.join('\n')}\n`;
const SPLITS = ['train', 'val', 'test'];
const faces = () => images(SPLITS.flatMap((split) => ['sad', 'fear'].map((label) => `${split}/${label}/1.png`)));

test('hidden files, backups and other files are counted, one line each', async (t) => {
  const folder = write(t, {
    ...(await faces()),
    '.DS_Store': 'x',
    'train/sad/Thumbs.db': 'x',
    '__MACOSX/train/sad/._1.png': 'x',
    'train/.ipynb_checkpoints/sad/1-checkpoint.png': await gray(1),
    'train - Copy/sad/1.png': await gray(1),
    'val_old/sad/1.png': await gray(1),
    'test/sad/1.png~': 'x',
    'train/sad/2.heic': 'x',
    'train/sad/3.HEIC': 'x',
    'README.md': 'read me',
    LICENCE: 'free',
  });
  const { labels, notices } = await loaded(folder);
  assert.equal(labels.length, 6);
  assert.deepEqual(notices.slice(0, 3), [
    'skipped: 4 hidden files (".DS_Store", "__MACOSX", ".ipynb_checkpoints", "Thumbs.db")',
    'skipped: 3 files that are backups according to their names ("test/sad", "train - Copy/sad", "val_old/sad")',
    'skipped: 2 .heic, 1 without an extension, 1 .md; neither tables with pixels nor images of a known format',
  ]);
});

test('hidden files in archives are counted too', async (t) => {
  const files = { 'fer2013.csv': table, '__MACOSX/._fer2013.csv': 'x' };
  for (const archive of [{ 'a.zip': zip(files) }, { 'a.tar': await tar(files) }] as Files[]) {
    const { notices } = await loaded(write(t, archive), 'fer2013');
    assert.ok(notices.includes('skipped: 1 hidden file ("__MACOSX")'));
  }
});

test('a backup’s name is ignored if all files share it', async (t) => {
  const backup = Object.fromEntries(Object.entries(await faces()).map(([path, file]) => [`old backup/${path}`, file]));
  const { labels, notices } = await loaded(write(t, { 'backup.zip': zip(backup) }));
  assert.equal(labels.length, 6);
  assert.ok(!notices.some((line) => line.includes('backup')));
});

test('a table that exists in two files is read once, whatever their names', async (t) => {
  const [header, ...rows] = lines;
  const reordered = ['emotion,Usage,pixels', ...rows.map((row) => row.replace(/^(.*),(.*),(.*)$/, '$1,$3,$2'))].join(
    '\n',
  );
  const train = ['emotion,pixels', ...rows.slice(0, 5).map((row) => row.slice(0, row.lastIndexOf(',')))].join('\n');
  for (const twin of [
    { 'fer2013.csv.gz': gzipSync(table) },
    { 'icml_face_data.csv': reordered },
    { 'archive.zip': zip({ 'fer2013/fer2013.csv': table }) },
    { 'train.csv': train },
    { 'part.csv': [header, ...rows.slice(0, 3)].join('\n') },
  ] as Files[]) {
    const { data: found, notices } = await loaded(write(t, { 'fer2013.csv': table, ...twin }), 'fer2013');
    assert.equal(hash(found), hash(data), Object.keys(twin)[0]);
    assert.ok(
      notices.some((line) => /^skipped: .*, whose images are also in .*fer2013\.csv$/.test(line)),
      Object.keys(twin)[0],
    );
  }
});

test('two different tables are rejected instead of choosing one', async (t) => {
  const [header, ...rows] = lines;
  const folder = write(t, {
    'a.csv': [header, ...rows.slice(0, 12)].join('\n'),
    'b.csv': [header, ...rows.slice(9)].join('\n'),
  });
  await assert.rejects(loaded(folder, 'fer2013'), {
    message: 'b.csv: 12 of 15 images are not in a.csv; must repeat it, or path= must name the table to read',
  });
  const otherSplit = write(t, { 'fer2013.csv': table, 'new.csv': table.replace('PublicTest', 'Training') });
  await assert.rejects(loaded(otherSplit, 'fer2013'), {
    message: /^new\.csv: 1 of 24 images are not in fer2013\.csv; /,
  });
});

test('a split in two equal files is read once, in two different files completely', async (t) => {
  const part = (from: number, to: number) =>
    ['emotion,pixels', ...lines.slice(1 + from, 1 + to).map((row) => row.slice(0, row.lastIndexOf(',')))].join('\n');
  const twice = await loaded(write(t, { 'train.csv': part(0, 4), 'train.csv.gz': gzipSync(part(0, 4)) }), 'fer2013');
  assert.equal(twice.labels.length, 4);
  assert.ok(twice.notices.includes('skipped: train.csv.gz, whose images are also in train.csv'));
  const shards = await loaded(write(t, { 'train-0.csv': part(0, 4), 'train-1.csv': part(4, 8) }), 'fer2013');
  assert.deepEqual(shards.data.images, data.images.subarray(0, 8 * PIXELS));
});

test('a table next to folders of images is rejected; images without labels are counted', async (t) => {
  await assert.rejects(loaded(write(t, { 'fer2013.csv': table, ...(await faces()) }), 'fer2013'), {
    message:
      /^path: holds emotion,pixels,Usage \(fer2013\.csv\) and 6 images in folders named after labels \(test\/fear\/1\.png\); must contain one/,
  });
  const { notices } = await loaded(write(t, { 'fer2013.csv': table, 'doc/cover.png': await gray(1) }), 'fer2013');
  assert.ok(notices.includes('skipped: images without labels, 1 .png'));
});

test('an archive next to its unpacked folder is read once', async (t) => {
  const files = await faces();
  const beside = (name: string, packed: Uint8Array) => loaded(write(t, { ...files, [name]: packed }));
  const once = await loaded(write(t, files));
  for (const [name, packed] of [
    ['archive.zip', zip(files)],
    ['faces.tar.gz', gzipSync(await tar(files))],
  ] as const) {
    const { data: found, notices } = await beside(name, packed);
    assert.equal(hash(found), hash(once.data), name);
    assert.ok(notices.some((line) => /^skipped: 6 images that exist twice \("/.test(line)));
  }
  const ofTrain = { 'sad/1.png': files['train/sad/1.png'], 'fear/1.png': files['train/fear/1.png'] };
  assert.equal((await beside('train.zip', zip(ofTrain))).labels.length, 6);
  const nested = Object.fromEntries(Object.entries(files).map(([path, file]) => [`images/${path}`, file]));
  assert.equal((await loaded(write(t, { ...files, ...nested }))).labels.length, 6);
});

test('folders that share some images are rejected; different images with equal names are kept', async (t) => {
  const [a, b, c] = await Promise.all([1, 2, 3].map(gray));
  const part = write(t, { 'x/sad/1.png': a, 'x/sad/2.png': b, 'y/sad/1.png': a, 'y/sad/2.png': c });
  await assert.rejects(loaded(part), { message: /^"y\/sad": 1 of 2 images are also in "x\/sad"; must be another set/ });
  const { labels } = await loaded(write(t, { 's1/sad/1.png': a, 's2/sad/1.png': b, 's3/sad/1.png': c }));
  assert.equal(labels.length, 3);
  const twins = await loaded(write(t, { 'x/sad/1.png': a, 'x/sad/2.png': a }));
  assert.equal(twins.labels.length, 2); // one folder repeats no other
});

test('nested archives of any type are read', async (t) => {
  const inner = { 'fer2013.csv': table };
  const kinds: [string, (files: Record<string, string | Uint8Array>) => Promise<Uint8Array> | Uint8Array][] = [
    ['zip', zip],
    ['tar', tar],
    ['tar.gz', async (files) => gzipSync(await tar(files))],
  ];
  for (const [outerKind, outer] of kinds)
    for (const [innerKind, pack] of [...kinds, ['csv.gz', () => gzipSync(table)]] as typeof kinds) {
      const archive = await outer({ [`inner.${innerKind}`]: await pack(inner) });
      const { data: found } = await loaded(write(t, { [`outer.${outerKind}`]: archive }), 'fer2013');
      assert.equal(hash(found), hash(data), `${innerKind} in ${outerKind}`);
    }
});

test('archives that are nested too deeply, or contain a file twice, are rejected', async (t) => {
  let nested = zip({ 'fer2013.csv': table });
  for (let depth = 0; depth < 9; depth++) nested = zip({ 'inner.zip': nested });
  await assert.rejects(loaded(write(t, { 'a.zip': nested }), 'fer2013'), {
    message: /inner\.zip: in 8 archives; must not be nested deeper than 8$/,
  });
  const tarTwice = Buffer.concat([
    Buffer.from(await tar({ 'a.csv': table })).subarray(0, -1024),
    await tar({ 'a.csv': table }),
  ]);
  await assert.rejects(loaded(write(t, { 'a.tar': tarTwice }), 'fer2013'), {
    message: /^a\.tar\/a\.csv: twice in its archive; must occur once$/,
  });
});
