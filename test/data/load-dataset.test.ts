import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { classCounts, count, hash, PIXELS, SIZE, SPLITS, select } from '../../lib/data/dataset';
import { drawFaces, type FacesDataset } from '../../lib/data/faces';
import { faces } from '../../lib/data/faces/faces-source';
import { load } from '../../lib/data/load-dataset';
import { tf } from '../../lib/runtime';
import { noise, tableOf, temporaryFile, temporaryFolder } from './tables';

const SUBJECTS = Array.from({ length: 10 }, (_, i) => `S${String(i).padStart(3, '0')}`);

/** Writes a gray picture at each path. */
async function pictures(t: TestContext, paths: readonly string[]): Promise<string> {
  const folder = temporaryFolder(t);
  for (const [i, path] of paths.entries()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), await tf.node.encodePng(tf.fill([SIZE, SIZE, 1], i, 'int32')));
  }
  return folder;
}

test('CK+ is split by subject, 60, 20 and 20 %, without contempt', async (t) => {
  const paths = SUBJECTS.flatMap((subject) =>
    ['anger', 'happy', 'contempt'].map((name) => `${name}/${subject}_001_1.png`),
  );
  const notices: string[] = [];
  const path = await pictures(t, paths);
  const data = await load({ dataset: 'ckplus', path, onNotice: (line) => notices.push(line) });
  assert.equal(
    notices[1],
    "ckplus: skipped: 10 images of contempt, which is none of FER2013's emotions; classes=8 keeps them",
  );
  assert.deepEqual(
    SPLITS.map((split) => count(select(data, split))),
    [12, 4, 4],
  );
  assert.deepEqual(
    SPLITS.map((split) => classCounts(select(data, split)).slice(0, 4)),
    [
      [6, 0, 0, 6],
      [2, 0, 0, 2],
      [2, 0, 0, 2],
    ],
  );
  const subjects = SPLITS.map((split) => {
    const { images } = select(data, split);
    return new Set(Array.from({ length: images.length / PIXELS }, (_, i) => Math.floor(images[i * PIXELS] / 3)));
  });
  assert.equal(subjects[0].size + subjects[1].size + subjects[2].size, SUBJECTS.length);
});

test('the table of CK+ has contempt as label 7, which is skipped', async (t) => {
  const [header, ...rows] = tableOf(noise(8));
  const path = temporaryFile(t, 'ckextended.csv', [header, ...rows.slice(0, 7), rows[7].replace(/^0/, '7')].join('\n'));
  const data = await load({ dataset: 'ckplus', path });
  assert.deepEqual(Array.from(data.labels), [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(Array.from(data.rows), [0, 1, 2, 3, 4, 5, 6]);
  await assert.rejects(load({ dataset: 'fer2013', path }), { message: /^ckextended\.csv:9: emotion "7"; must be/ });
});

test('a folder without splits is split 80, 10 and 10 %, reproducibly', async (t) => {
  const folder = await pictures(
    t,
    Array.from({ length: 20 }, (_, i) => `${i % 2 ? 'Sad' : 'happy'}/${i}.png`),
  );
  const notices: string[] = [];
  const data = await load({ dataset: folder, onNotice: (line) => notices.push(line) });
  assert.deepEqual(
    SPLITS.map((split) => count(select(data, split))),
    [16, 2, 2],
  );
  assert.equal(hash(data), hash(await load({ dataset: folder })));
  assert.match(notices[0], /\(folders of pictures\): 16 Training, 2 PublicTest, 2 PrivateTest$/);
  assert.match(notices[1], /no folder names a split/);
});

test('a path without a data set is rejected', async () => {
  await assert.rejects(load({ dataset: 'fer2014' }), {
    name: 'InputError',
    message: 'dataset: fer2014; must be auto, fer2013, ferplus, ckplus, rafdb, affectnet, faces or a folder of images',
  });
});

test('faces are drawn once for each seed, and then read with the regions of their parts', async (t) => {
  const first = await load({ dataset: 'faces' });
  const draw = t.mock.method(faces, 'draw');
  assert.deepEqual(await load({ dataset: 'faces' }), first);
  assert.equal(draw.mock.callCount(), 0);
  const { images, regions } = drawFaces({ training: 1, publicTest: 0, privateTest: 0 });
  const read = first as FacesDataset;
  assert.deepEqual([read.images.subarray(0, PIXELS), read.regions.subarray(0, PIXELS)], [images, regions]);
});

test('the drawn faces depend only on the seed', async () => {
  const [a, b] = [await load({ dataset: 'faces', seed: 1 }), await load({ dataset: 'faces', seed: 2 })];
  assert.notEqual(hash(a), hash(b));
});
