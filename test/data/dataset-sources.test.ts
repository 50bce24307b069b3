import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { loadAffectNet } from '../../lib/data/affectnet';
import { loadCkPlus } from '../../lib/data/ckplus';
import { classCounts, SPLITS, splitCounts } from '../../lib/data/dataset';
import { datasetSources, defineDataset } from '../../lib/data/dataset-sources';
import { loadFerPlus } from '../../lib/data/ferplus';
import { majorityOf } from '../../lib/data/ferplus-majority';
import { install } from '../../lib/data/install';
import { load } from '../../lib/data/load-dataset';
import { officialRows } from '../../lib/data/official-rows';
import { loadRafDb } from '../../lib/data/rafdb';
import { gray, images, write } from './files';
import { sharedFile } from './official';
import { temporaryFolder } from './tables';

test('one record adds a data set: it is loaded, recognised, installed and named in errors', async (t) => {
  defineDataset('toys', {
    citation: 'A test, 2026.',
    recognises: ({ headers }) => [...headers.values()].includes('toys'),
    load: async (path, { contents }) => {
      assert.equal(contents === undefined || contents.others.size, contents === undefined || 1);
      assert.ok(existsSync(path));
      const [labels, splits, rows] = [Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 2), Uint32Array.of(0, 1, 2)];
      const data = {
        name: 'toys',
        classes: ['car', 'doll'],
        size: 2,
        images: new Uint8Array(12),
        labels,
        splits,
        rows,
      };
      return { data, form: 'toys', notices: [] };
    },
  });
  const path = write(t, { 'toys.txt': 'toys\n' });
  const { classes, size } = await load({ dataset: 'toys', path });
  assert.deepEqual([classes, size], [['car', 'doll'], 2]);
  const lines: string[] = [];
  const place = await install(path, { into: temporaryFolder(t), onNotice: (line) => lines.push(line) });
  assert.match(place, /toys$/);
  assert.deepEqual(lines, ['toys (toys): 1 Training, 1 PublicTest, 1 PrivateTest']);
  await assert.rejects(load({ dataset: 'toyz' }), {
    message: /^dataset: toyz; must be auto, fer2013, .*toys or a folder/,
  });
  await assert.rejects(load({ dataset: 'toys', path, classes: 3 }), {
    message: 'classes: 3; must be 2, as toys has, or 0',
  });
  assert.ok(datasetSources.names().every((name) => datasetSources.get(name).citation.length > 10));
});

test('CK+ keeps contempt as its eighth class', async (t) => {
  const archive = sharedFile(t, 'ckplus.tar.gz');
  if (archive === undefined) return;
  const { data } = await loadCkPlus(archive, { classes: 8 });
  const seven = await loadCkPlus(archive, { classes: 7 });
  assert.equal(data.classes[7], 'Contempt');
  assert.equal(classCounts(data)[7], data.labels.length - seven.data.labels.length);
  assert.deepEqual(classCounts(data).slice(0, 7), classCounts(seven.data));
  await assert.rejects(loadCkPlus(archive, { classes: 6 }), { message: /^classes: 6; must be 7, or 8/ });
});

test('a vote alone does not count, and half of the votes are no majority', () => {
  const of = (...votes: number[]) => majorityOf(Uint8Array.from(votes));
  assert.equal(of(4, 0, 0, 1, 3, 2, 0, 0, 0, 0), -1); // 4 of 9
  assert.equal(of(6, 0, 1, 1, 0, 0, 0, 0, 2, 0), 0); // 6 of 8
  assert.equal(of(5, 5, 0, 0, 0, 0, 0, 0, 0, 0), -1);
  assert.equal(of(0, 0, 0, 0, 0, 0, 0, 6, 4, 0), 7);
  assert.equal(of(1, 1, 1, 1, 1, 1, 1, 1, 2, 0), -1); // unknown
  assert.equal(of(0, 0, 0, 0, 0, 0, 0, 0, 0, 9), -1); // not a face
});

test('FER+ by majority has the counts that the authors’ code gives for fer2013new.csv', (t) => {
  const file = sharedFile(t, 'ferplus-fer2013new.csv.gz');
  if (file === undefined) return;
  const { votes } = loadFerPlus(file);
  const { splits } = officialRows();
  const counts = SPLITS.map(() => Array<number>(8).fill(0));
  splits.forEach((split, row) => {
    const label = majorityOf(votes.subarray(row * 10, (row + 1) * 10));
    if (label >= 0) counts[split][label]++;
  });
  // ferplus.py's `_process_data` with mode 'majority', run in Python on the same file.
  assert.deepEqual(counts, [
    [8740, 7287, 3149, 3014, 2100, 119, 532, 119],
    [1182, 865, 415, 351, 287, 24, 62, 13],
    [1090, 893, 396, 384, 273, 18, 83, 16],
  ]);
});

test('RAF-DB is read as distributed, validation taken from training', async (t) => {
  const list = ['train_00001.jpg 5', 'train_00002.jpg 1', 'test_0001.jpg 7'].join('\n');
  const names = ['train_00001', 'train_00002', 'test_0001'].map((name) => `Image/aligned/${name}_aligned.jpg`);
  const path = write(t, { 'EmoLabel/list_patition_label.txt': list, ...(await images(names)) });
  const { data } = await loadRafDb(path, { val: 0.5 });
  assert.deepEqual([...data.labels].map((label) => data.classes[label]).sort(), ['Neutral', 'Sad', 'Surprise']);
  assert.deepEqual(splitCounts(data), { Training: 1, PublicTest: 1, PrivateTest: 1 });
  const place = await install(path, { into: temporaryFolder(t) });
  assert.match(place, /rafdb$/);
  const folders = await images(['DATASET/train/4/train_00007_aligned.jpg', 'DATASET/test/6/test_0002_aligned.jpg']);
  const other = await loadRafDb(write(t, folders), { val: 0 });
  assert.deepEqual(
    [...other.data.labels].map((label) => other.data.classes[label]),
    ['Happy', 'Angry'],
  );
  // The original images are read only if there are no aligned ones.
  const both = ['train/1/train_00001.jpg', 'train/2/train_00002_aligned.jpg', 'test/3/test_0001_aligned.jpg'];
  const labelsOf = async (names: readonly string[]) =>
    [...(await loadRafDb(write(t, await images(names)), { val: 0 })).data.labels].map((label) => label + 1);
  assert.deepEqual(await labelsOf(both), [2, 3]);
  assert.deepEqual(await labelsOf(both.map((name) => name.replace('_aligned', ''))), [1, 2, 3]);
});

test('AffectNet is read from its lists, with faces cut out, and from its folders', async (t) => {
  const header =
    'subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal';
  const row = (name: string, label: number) => `${name},4,4,20,20,1;2,${label},0.1,0.2`;
  const files = {
    'lists/training.csv': [header, row('1/a.jpg', 1), row('1/b.jpg', 7), row('2/c.jpg', 9)].join('\n'),
    'lists/validation.csv': [header, row('2/d.jpg', 6)].join('\n'),
    ...(await images(['Images/1/a.jpg', 'Images/1/b.jpg', 'Images/2/c.jpg', 'Images/2/d.jpg'])),
  };
  const { data, notices } = await loadAffectNet(write(t, files), { val: 0 });
  assert.deepEqual(
    [...data.labels].map((label) => data.classes[label]),
    ['Happy', 'Contempt', 'Angry'],
  );
  assert.deepEqual([...data.splits], [0, 0, 2]);
  assert.match(notices.join('\n'), /^left out: 1 image of other labels$/m);
  const npy = (label: number) => {
    const text = "{'descr': '<U1', 'fortran_order': False, 'shape': (), }".padEnd(117, ' ');
    const head = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, 118, 0]);
    return Buffer.concat([head, Buffer.from(`${text}\n`), Buffer.from([48 + label, 0, 0, 0])]);
  };
  const folders = {
    'train_set/images/0.jpg': await gray(3),
    'train_set/annotations/0_exp.npy': npy(4),
    'val_set/images/1.jpg': await gray(4),
    'val_set/annotations/1_exp.npy': npy(7),
  };
  const other = await loadAffectNet(write(t, folders), { val: 0, classes: 7 });
  assert.deepEqual(
    [...other.data.labels].map((label) => other.data.classes[label]),
    ['Fear'],
  );
});
