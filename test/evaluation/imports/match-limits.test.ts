import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Dataset, SPLITS, type Split } from '../../../lib/data/dataset';
import { labelNames } from '../../../lib/data/forms/labels';
import { type MatchOptions, matchPredictions } from '../../../lib/evaluation/imports/match-predictions';
import type { PredictionTable } from '../../../lib/evaluation/imports/prediction-table';
import { rowsOfSplit } from '../../../lib/evaluation/imports/rows-of-split';

const CLASSES = ['cat', 'dog', 'bird'];

/** Images of one pixel with these labels. The first row number is `first`. */
function dataset(labels: Readonly<Partial<Record<Split, readonly number[]>>>, first = 1000): Dataset {
  const used = SPLITS.flatMap((split, number) => (labels[split] ?? []).map((label) => ({ number, label })));
  return {
    ...{ name: 'pets', classes: CLASSES, size: 1, images: new Uint8Array(used.length) },
    labels: Uint8Array.from(used, ({ label }) => label),
    splits: Uint8Array.from(used, ({ number }) => number),
    rows: Uint32Array.from(used, (_, i) => first + i),
  };
}

const base = { place: (i: number) => `row ${i}`, ignored: [] };
const predicting = (predicted: readonly unknown[], others: Partial<PredictionTable> = {}): PredictionTable => ({
  ...{ n: predicted.length, predicted },
  ...base,
  ...others,
});
const match = (table: PredictionTable, data: Dataset, options: Partial<MatchOptions> = {}) =>
  matchPredictions(table, 'p', { data, split: 'PrivateTest', names: labelNames(CLASSES), ...options });
const refused = (message: string | RegExp, ...args: Parameters<typeof match>) =>
  assert.throws(() => match(...args), { name: 'InputError', message });

/** `right` of `n` labels as they are, the others moved to the next of `k` classes. */
const moved = (labels: readonly number[], right: number, k: number) =>
  labels.map((label, i) => (i < right ? label : (label + 1) % k));
const turns = (n: number, k: number) => Array.from({ length: n }, (_, i) => i % k);

test('another order of the classes must be better by more than a fifth of at least 50 images', () => {
  const hint = 'give classes=dog,cat,bird if that is the order of the file';
  const labels = turns(100, 2);
  const data = dataset({ PrivateTest: labels });
  // 40 are right, 60 with both classes swapped.
  assert.equal(match(predicting(moved(labels, 40, 2)), data).labelsOnly, true);
  refused(
    `p: classes in another order (39.0 % right, 61.0 % in that order); ${hint}`,
    predicting(moved(labels, 39, 2)),
    data,
  );
  // The same share of fewer images means nothing.
  const few = turns(50, 2);
  refused(/^p: classes in another order \(0\.0 % right/, predicting(moved(few, 0, 2)), dataset({ PrivateTest: few }));
  const fewer = turns(49, 2);
  match(predicting(moved(fewer, 0, 2)), dataset({ PrivateTest: fewer }));
});

test('another split must fit better by more than a fifth of at least 50 images', () => {
  const options = { classes: CLASSES };
  const of = (n: number, right: number) => {
    const [ours, theirs] = [turns(n, 3), turns(n, 3).reverse()];
    // Predictions that are right for all of theirs, except for those where ours are to be right.
    const apart = ours.flatMap((label, i) => (label === theirs[i] ? [] : [i]));
    const both = n - apart.length;
    const predictions = theirs.map((label, i) => (apart.slice(0, right - both).includes(i) ? ours[i] : label));
    const hits = (labels: readonly number[]) => labels.filter((label, i) => label === predictions[i]).length;
    return { data: dataset({ PublicTest: theirs, PrivateTest: ours }), predictions, hits: [hits(ours), hits(theirs)] };
  };
  const near = of(100, 57);
  assert.deepEqual(near.hits, [57, 77]);
  match(predicting(near.predictions), near.data, options);
  const far = of(100, 56);
  assert.deepEqual(far.hits, [56, 78]);
  refused('p: predictions of PublicTest; must be those of PrivateTest', predicting(far.predictions), far.data, options);
  const fifty = of(51, 17);
  assert.equal(fifty.hits[0], 17);
  refused(/^p: predictions of PublicTest; /, predicting(fifty.predictions), fifty.data, options);
  const few = of(49, 17);
  match(predicting(few.predictions), few.data, options);
});

test('a notice says that predictions are no better than the most frequent class, from 50 images on', () => {
  const noticesOf = (labels: readonly number[], right: number) =>
    match(predicting(moved(labels, right, 3)), dataset({ PrivateTest: labels }), { classes: CLASSES }).notices;
  const order = 'p has no row numbers; read in the order of PrivateTest';
  const labels = [...Array<number>(30).fill(0), ...Array<number>(20).fill(1), ...Array<number>(10).fill(2)];
  assert.deepEqual(noticesOf(labels, 30), [
    'p: only 50.0 % are right, no more than one class alone would give; check the order of the rows',
    order,
  ]);
  assert.deepEqual(noticesOf(labels, 31), [order]);
  assert.match(noticesOf(turns(50, 2), 25)[0], /^p: only 50\.0 % are right/);
  assert.deepEqual(noticesOf(turns(49, 2), 20), [order]);
});

test('notices name what was assumed and the first eight columns that were not read', () => {
  const data = dataset({ PrivateTest: [0, 1] });
  const scores = [
    [1, 0, 0],
    [0, 0, 1],
  ];
  const ignored = [...'abcdefghi'];
  const rows = [1000, 1001];
  assert.deepEqual(match({ n: 2, ...base, scores, rows, ignored }, data).notices, [
    'p does not name its classes; read as cat, dog, bird',
    'p: not read: a, b, c, d, e, f, g, h',
  ]);
  assert.deepEqual(match({ n: 2, ...base, scores, rows, classes: CLASSES }, data).notices, []);
  const found = match({ n: 2, ...base, scores, rows }, data, { classes: ['bird', 'cat', 'dog'] });
  assert.deepEqual(found.notices, []);
  assert.deepEqual([...found.predictions.probabilities], [0, 0, 1, 0, 1, 0]);
});

test('classes are each of the data’s once, and predicted ones are names or numbers of the file or of the data', () => {
  const data = dataset({ PrivateTest: [0, 1] });
  const scores = [
    [1, 0, 0],
    [0, 0, 1],
  ];
  const table = { n: 2, ...base, scores };
  refused('classes: class fish; must be one of cat, dog, bird', table, data, { classes: ['cat', 'fish', 'dog'] });
  refused('classes: cat,dog,cat,bird; must have each class once', table, data, {
    classes: ['cat', 'dog', 'cat', 'bird'],
  });
  refused(
    'p: cat,dog; must have a score for bird; not read: a, b, c, d, e, f, g, h',
    { ...table, classes: ['cat', 'dog'], ignored: [...'abcdefghi'] },
    data,
  );
  const classes = ['bird', 'cat', 'dog'];
  // Row 0 is bird and row 1 dog: 0 and 2 by the order of the file, 2 and 1 by that of the data.
  for (const predicted of [
    [0, 2],
    ['0.0', '2.'],
    [2, 1],
    ['Bird', 'DOG'],
  ])
    match({ ...table, classes, predicted }, data);
  refused(
    'row 1: predicted 0; must be dog, which has the highest score',
    { ...table, classes, predicted: [0, 0] },
    data,
  );
  const alone = (predicted: readonly unknown[]) => [...match(predicting(predicted), data).predictions.probabilities];
  assert.deepEqual(alone(['bird', '1']), [0, 0, 1, 0, 1, 0]);
  assert.deepEqual(alone([2, 0]), [0, 0, 1, 1, 0, 0]);
  for (const value of [3, '-1', 'fish', '', null, '0x1'])
    refused(`row 1: class ${value}; must be cat, dog, bird or a number`, predicting([0, value]), data);
});

test('true classes in the file must be the labels of the images', () => {
  const data = dataset({ Training: [2, 2], PrivateTest: [0, 1] });
  const table = predicting([0, 1]);
  for (const labels of [
    [0, 1],
    ['cat', 'Dog'],
    ['0', '1.0'],
  ])
    match({ ...table, labels }, data);
  refused('p: labels of Training; must be those of PrivateTest', { ...table, labels: [2, 2] }, data);
  refused(
    'p: labels in another order of the classes; give classes=bird,cat,dog if that is the order of the file',
    { ...table, labels: [1, 2] },
    data,
  );
  refused('row 1: label 0; must be dog, the label of that image in pets', { ...table, labels: [0, 0] }, data);
  refused('row 0: label fish; must be cat, the label of that image in pets', { ...table, labels: ['fish', 1] }, data);
});

test('rows are numbered as in the data, or from 0 in the split; a table of all splits is in the data’s order', () => {
  const data = dataset({ Training: [0, 0, 0], PublicTest: [1, 1], PrivateTest: [2, 2] });
  const rowsOf = (table: Omit<PredictionTable, 'place' | 'ignored'>, of = data, split: Split = 'PrivateTest') => [
    ...rowsOfSplit({ ...base, ...table }, of, split, 'p'),
  ];
  const fails = (message: string, ...args: Parameters<typeof rowsOf>) =>
    assert.throws(() => rowsOf(...args), { name: 'InputError', message });
  assert.deepEqual(rowsOf({ n: 2 }), [0, 1]);
  assert.deepEqual(rowsOf({ n: 7 }), [5, 6]);
  assert.deepEqual(rowsOf({ n: 7 }, data, 'PublicTest'), [3, 4]);
  fails('p: 3 rows; must be the 2 images of PrivateTest, not of Training', { n: 3 });
  fails('p: 4 rows; must be the 2 images of PrivateTest; add a column index that identifies the images', { n: 4 });
  assert.deepEqual(rowsOf({ n: 2, rows: ['1006', 1005n] }), [1, 0]);
  assert.deepEqual(rowsOf({ n: 3, rows: [1006, 1004, 1005] }), [2, 0]);
  assert.deepEqual(rowsOf({ n: 2, rows: [1, 0] }), [1, 0]);
  // 0 and 1 are rows of these data, so they do not count from 0 in the split.
  const begun = dataset({ Training: [0, 0, 0], PrivateTest: [2, 2] }, 0);
  assert.deepEqual(rowsOf({ n: 3, rows: [2, 0, 1] }, begun, 'Training'), [1, 2, 0]);
  assert.deepEqual(rowsOf({ n: 2, rows: [0, 1] }, begun), [0, 1]);
  fails(
    'p: no row 1; must have one for each of the 3 images of Training',
    { n: 3, rows: [0, 2, 3] },
    begun,
    'Training',
  );
  fails('p: rows 1–2; must count from 0', { n: 2, rows: [1, 2] });
  fails('p: rows 1–3; must be those of PrivateTest: 1005–1006, or 0–1', { n: 3, rows: [3, 1, 2] });
  fails('p: rows of Training; must be those of PrivateTest: 1005–1006, or 0–1', { n: 2, rows: [1001, 9] });
  fails('p: no row 1006; must have one for each of the 2 images of PrivateTest', { n: 2, rows: [1005, 1004] });
  fails('p: no row 1006; must have one for each of the 2 images of PrivateTest', { n: 2, rows: [1004, 1005] });
  fails('row 2: index 2000; must be a row of pets (PrivateTest)', { n: 3, rows: [1005, 1006, 2000] });
  fails('row 1: index 5; must occur once, but is in row 0', { n: 2, rows: [5, 5] });
  for (const stray of ['', '-1', 0.5, 'x', null])
    fails(`row 0: index ${stray}; must be an integer ≥ 0`, { n: 2, rows: [stray, 1] });
  assert.deepEqual(rowsOf({ n: 2, splits: ['PrivateTest', 'PublicTest'] }), [0, 1]);
  assert.deepEqual(rowsOf({ n: 2, splits: ['x', 'y'] }), [0, 1]);
  fails('row 1:  Training ; must be PrivateTest', { n: 2, splits: ['x', ' Training '] });
});
