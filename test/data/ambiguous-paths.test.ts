import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { images, loaded, write } from './files';
import { noise, pixelsOf } from './tables';

async function load(t: TestContext, paths: readonly string[]) {
  return loaded(write(t, await images(paths)));
}

async function refused(t: TestContext, paths: readonly string[], message: RegExp) {
  await assert.rejects(load(t, paths), { name: 'InputError', message });
}

test('a folder named after an emotion takes precedence over numbered folders', async (t) => {
  const takes = [1, 2, 3, 5].map((take) => `train/happy/${take}/a.png`);
  const { labels, notices } = await load(t, [...takes, 'val/3/sad/b.png', 'test/6/fear/c.png']);
  assert.deepEqual(labels, [3, 3, 3, 3, 4, 2]);
  assert.ok(
    notices.includes('folders 1, 2, 3, 5, 6 are not read as labels: other folders of their paths name emotions'),
  );
});

test('numbered folders are labels in FER2013’s order, and a notice says so', async (t) => {
  const { labels, notices } = await load(
    t,
    ['train', 'val', 'test'].flatMap((split) => [0, 1, 6].map((n) => `${split}/${n}/a.png`)),
  );
  assert.deepEqual(labels, [0, 1, 6, 0, 1, 6, 0, 1, 6]);
  assert.ok(
    notices.includes(
      "folders 0, 1, 6 are read as 0 Angry, 1 Disgust, 6 Neutral, FER2013's order; AffectNet and RAF-DB number otherwise",
    ),
  );
  await refused(t, ['train/1/a.png', 'train/7/b.png'], /^train\/7\/b\.png: no emotion .* RAF-DB number otherwise$/);
});

test('a path with two labels is rejected, and both are reported', async (t) => {
  await refused(
    t,
    ['a/happy/sad/1.png', 'a/fear/1.png'],
    /^a\/happy\/sad\/1\.png: folders "happy" and "sad"; must name/,
  );
  await refused(t, ['1/2/a.png', '3/b.png'], /^1\/2\/a\.png: folders "1" and "2"; must name the same label$/);
  await refused(t, ['sad/happy_1.png', 'fear/1.png'], /folder "sad" \(Sad\) and file "happy_1\.png"; must name/);
  await refused(t, ['0/neutral_1.png', '1/1.png'], /folder "0" \(Angry\) and file "neutral_1\.png"; must name/);
  await refused(
    t,
    ['sad/1.png', '2/1.png'],
    /^2\/1\.png: labelled by a number; must name an emotion, like sad\/1\.png$/,
  );
});

test('equal names, and words that contain an emotion, are no contradiction', async (t) => {
  const { labels } = await load(t, ['sad/Sad_1.png', 'fear/sadie.png', 'Happiness/happy/1.png', 'happy/unhappy.png']);
  assert.deepEqual([...labels].sort(), [2, 3, 3, 4]);
});

test('a folder that contains all images is ignored if others have a meaning', async (t) => {
  const { labels, splits } = await load(t, ['sad test data/train/happy/1.png', 'sad test data/val/fear/1.png']);
  assert.deepEqual(
    [labels, splits],
    [
      [3, 2],
      [0, 1],
    ],
  );
});

/** Folders, and the splits that they are. */
const SPLIT_NAMES: readonly [readonly string[], readonly number[]][] = [
  [
    ['train', 'val', 'test'],
    [0, 1, 2],
  ],
  [
    ['Training', 'PublicTest', 'PrivateTest'],
    [0, 1, 2],
  ],
  [
    ['train', 'public', 'private'],
    [0, 1, 2],
  ],
  [
    ['train_set', 'dev', 'holdout'],
    [0, 1, 2],
  ],
  [
    ['TRAIN', 'valid', 'hold-out'],
    [0, 1, 2],
  ],
  [
    ['fer2013_train', 'Validation images', 'test-data'],
    [0, 1, 2],
  ],
  [
    ['train', 'eval', 'test'],
    [0, 1, 2],
  ],
  [
    ['train', 'val', 'eval'],
    [0, 1, 2],
  ],
  [
    ['train', 'development', 'evaluation'],
    [0, 1, 2],
  ],
  [
    ['train', 'eval'],
    [0, 1],
  ],
  [
    ['train', 'holdout'],
    [0, 1],
  ],
];

test('common names of splits are known', async (t) => {
  for (const [folders, expected] of SPLIT_NAMES) {
    const { splits } = await load(
      t,
      folders.map((folder) => `${folder}/happy/1.png`),
    );
    assert.deepEqual(splits, expected, folders.join(', '));
  }
});

test('a notice gives the meaning of split names and the empty splits', async (t) => {
  const { notices } = await load(t, ['train/sad/1.png', 'dev/sad/1.png', 'holdout/sad/1.png']);
  assert.deepEqual(notices, ['splits: "train" is Training, "dev" is PublicTest, "holdout" is PrivateTest']);
  const two = await load(t, ['train/sad/1.png', 'val/sad/1.png']);
  assert.match(two.notices[1], /^PrivateTest has no images: .* none is left to report on$/);
  const merged = await load(t, ['train/sad/1.png', 'holdout/sad/1.png']);
  assert.match(merged.notices[1], /^its test split merges .* leaves none to report on$/);
  const one = await loaded(write(t, await images(['sad/1.png'])), 'fer2013');
  assert.deepEqual(one.notices.slice(1), [
    'no folder names a split: all images are Training',
    'PublicTest and PrivateTest have no images: no split is left to select weights on or to report on',
  ]);
});

test('a folder without a split’s name next to splits is rejected, not read as Training', async (t) => {
  for (const stranger of ['extra', 'unlabelled_train', 'test2 final', 'old'])
    await refused(
      t,
      ['train/sad/1.png', 'val/sad/1.png', `${stranger}/sad/1.png`],
      new RegExp(`^"${stranger}": 1 image without a split; must be named .* as "train", "val" are, or be moved away$`),
    );
});

test('a path with two splits, and two names for one split, are rejected', async (t) => {
  await refused(
    t,
    ['train/test/sad/1.png', 'val/sad/1.png'],
    /^train\/test\/sad\/1\.png: "train" \(Training\) and "test" /,
  );
  await refused(
    t,
    ['val/sad/Training_1.png', 'train/sad/2.png'],
    /"val" \(PublicTest\) and "Training_1\.png"; must name/,
  );
  await refused(
    t,
    ['train/sad/1.png', 'val/sad/1.png', 'dev/sad/1.png'],
    /^splits: "dev" and "val"; must not both name/,
  );
  await refused(
    t,
    ['train/sad/1.png', 'test/sad/1.png', 'holdout/sad/1.png'],
    /^splits: "holdout" and "test"; must not/,
  );
});

test('a table named after a split must contain rows of that split', async (t) => {
  const data = noise(6);
  const rows = (usage: string) => `emotion,pixels,Usage\n0,${pixelsOf(data, 0)},${usage}\n`;
  const file = (name: string, usage: string) => loaded(write(t, { [name]: rows(usage) }), 'fer2013');
  assert.deepEqual((await file('test.csv', 'PublicTest')).splits, [1]);
  await assert.rejects(file('train.csv', 'PublicTest'), {
    message: 'train.csv: named Training, with rows of PublicTest; must name the split of its rows, or none',
  });
});

test('a column of splits may use common names, but not a mixture', async (t) => {
  const data = noise(6);
  const table = (...usages: string[]) =>
    ['emotion,split,pixels', ...usages.map((usage, i) => `0,${usage},${pixelsOf(data, i)}`), ''].join('\n');
  const read = (...usages: string[]) => loaded(write(t, { 'faces.csv': table(...usages) }), 'fer2013');
  const { splits, notices } = await read('train', 'dev', 'test', 'train');
  assert.deepEqual(splits, [0, 1, 2, 0]);
  assert.ok(notices.some((line) => line.includes('"train" is Training, "dev" is PublicTest, "test" is PrivateTest')));
  await assert.rejects(read('Training', 'val'), {
    message: 'faces.csv:3: Usage "val"; must be Training, PublicTest, PrivateTest',
  });
  await assert.rejects(read('train', 'Training'), { message: /^faces\.csv:?.*train.*must be/ });
  await assert.rejects(read('nonsense'), {
    message: /^faces\.csv:2: Usage "nonsense"; must be .*, or train, val, test$/,
  });
});

test('a notice says that a numeric column label is in FER2013’s order', async (t) => {
  const table = `label,pixels,Usage\n3,${pixelsOf(noise(1), 0)},Training\n`;
  const { notices } = await loaded(write(t, { 'faces.csv': table }), 'fer2013');
  assert.ok(notices.some((line) => /column label is read as 3 Happy, FER2013's order; AffectNet/.test(line)));
});
