import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { labelNames } from '../../../lib/data/forms/labels';
import { tableOfColumns } from '../../../lib/evaluation/imports/columns';
import { predictionFormat, readPredictionTable } from '../../../lib/evaluation/imports/read-prediction-table';
import { readJson, readTextTable } from '../../../lib/evaluation/imports/text';
import { storedZip } from '../../../lib/models/weights/pytorch/archive';
import { temporaryFolder } from '../../data/tables';

const names = labelNames(['Angry', 'Happy', 'Sad']);

/** The meaning of columns, each of these values or `[0]`. */
function meaning(columns: Readonly<Record<string, readonly unknown[]>> | readonly string[]) {
  const given = Array.isArray(columns) ? columns.map((name) => [name, [0]] as const) : Object.entries(columns);
  const { place, ...table } = tableOfColumns(new Map(given), 'p', (i) => `row ${i}`, names);
  return table;
}
const refused = (message: string, columns: Parameters<typeof meaning>[0]) =>
  assert.throws(() => meaning(columns), { name: 'InputError', message });

test('columns of classes have any of the usual prefixes and suffixes, in their order', () => {
  for (const [a, b, c] of [
    ['Sad', 'angry', 'HAPPY'],
    [' p_sad ', 'prob: angry', 'logit-happy'],
    ['sad_prob', 'angry.score', 'happiness probability'],
  ]) {
    const { scores, classes, ignored } = meaning({ [a]: [1, 4], [b]: [2, 5], other: [0, 0], [c]: [3, 6] });
    assert.deepEqual(scores, [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    assert.deepEqual(
      classes?.map((name) => name.toLowerCase().replace('ness', '').replace('happi', 'happy')),
      ['sad', 'angry', 'happy'],
    );
    assert.deepEqual(ignored, ['other']);
  }
});

test('numbered columns are in the order of their numbers, from any first one; names come first', () => {
  assert.deepEqual(meaning({ 1: [7], 2: [8], 3: [9] }), { n: 1, scores: [[7, 8, 9]], ignored: [] });
  assert.deepEqual(meaning({ p_0: [7], p_1: [8] }).scores, [[7, 8]]);
  const constraint = 'must be in the order of their numbers';
  refused(`p: columns "p_1", "p_0"; ${constraint}`, { p_1: [7], p_0: [8] });
  refused(`p: columns "p_0", "p_2"; ${constraint}`, { p_0: [7], p_2: [8] });
  assert.deepEqual(meaning({ sad: [7], 0: [8] }), { n: 1, scores: [[7]], classes: ['sad'], ignored: ['0'] });
});

test('the other columns have a meaning each, once', () => {
  assert.deepEqual(meaning({ ' Index ': [7], sad: [1], Usage: ['x'], label: [2], pred: [3] }), {
    ...{ n: 1, scores: [[1]], classes: ['sad'], rows: [7], splits: ['x'], labels: [2], predicted: [3], ignored: [] },
  });
  refused('p: column "truth"; must not repeat the meaning of another', ['pred', 'label', 'truth']);
  refused('p: column "id"; must not repeat the meaning of another', ['pred', 'index', 'id']);
  assert.deepEqual(meaning({ emotion: ['sad'], index: [3] }), {
    ...{ n: 1, rows: [3], predicted: ['sad'], labels: undefined, ignored: [] },
  });
  const wanted = 'must include scores (Angry, Happy, Sad) or a column predicted, and index with the row numbers';
  refused(`p: columns "emotion", "other"; ${wanted}`, ['emotion', 'other']);
  refused(`p: columns "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"; ${wanted}`, [...'abcdefghijklm']);
  refused('p: no rows; must have a row for each image', { pred: [] });
  refused('p: no rows; must have a row for each image', {});
});

test('one column has arrays of scores, or objects by class', () => {
  assert.deepEqual(meaning({ probs: [[1, 2]], other: [[3]] }), { n: 1, scores: [[1, 2]], ignored: ['other'] });
  assert.deepEqual(meaning({ ' Scores ': [Float32Array.of(1), [2]] }).scores, [Float32Array.of(1), [2]]);
  assert.deepEqual(
    meaning({
      emotion: [
        { p_sad: 1, happy: 2 },
        { happy: 3, p_sad: 4, x: 5 },
      ],
    }),
    {
      ...{
        n: 2,
        scores: [
          [1, 2],
          [4, 3],
        ],
        classes: ['sad', 'happy'],
        ignored: [],
      },
    },
  );
  refused('row 1: no array of scores; must have one, as the first row does', { probs: [[1], 'x'] });
  for (const other of [{ happy: 1 }, 3, null])
    refused('row 1: a class without a score; must have sad, as the first row does', { probs: [{ sad: 1 }, other] });
});

test('a table is separated by the delimiter that its header has most of, otherwise by commas', () => {
  const read = (text: string) => {
    const { place, ...table } = readTextTable(text, 'p', names);
    return table;
  };
  for (const delimiter of [',', ';', '\t'])
    assert.deepEqual(read(`sad${delimiter}happy\n1${delimiter}2\n`).scores, [['1', '2']]);
  // As many semicolons as commas.
  assert.deepEqual(read('pred,"a;b"\n1,2\n'), { n: 1, predicted: ['1'], ignored: ['a;b'] });
  assert.deepEqual(read('pred\r\nSad\r\nHappy\r\n').predicted, ['Sad', 'Happy']);
  assert.equal(readTextTable('pred\n1\n2\n', 'p', names).place(0), 'p:2');
});

test('the lines of JSON are numbered from 1, the rows of an array from 0', () => {
  const row = JSON.stringify({ pred: 1 });
  assert.equal(readJson(`${row}\n${row}`, 'p', names).place(1), 'p:2');
  assert.equal(readJson(`[${row},\n${row}]`, 'p', names).place(1), 'p, row 1');
  assert.deepEqual(readJson(`${row}\n{"index":7,"pred":2}`, 'p', names).rows, [undefined, 7]);
  const fails = (text: string, message: RegExp) => assert.throws(() => readJson(text, 'p', names), message);
  fails('[[]]', /^InputError: p, row 0: "\[\]"; must be a JSON object, or an array of scores$/);
  fails('[3]', /^InputError: p, row 0: "3"; must be a JSON object/);
  fails('[null]', /^InputError: p, row 0: "null"; must be a JSON object/);
  fails('[[{"label":"sad","score":1},{"label":"happy"}]]', /^InputError: p, row 0: .*; must be a JSON object/);
  fails('[[{"label":"sad","score":1},2]]', /^InputError: p, row 0: .*; must be a JSON object/);
  const pair = JSON.stringify([
    { label: 'sad', score: 1 },
    { label: 'happy', score: 2 },
  ]);
  assert.deepEqual(readJson(`[${pair}]`, 'p', names).scores, [[1, 2]]);
  assert.deepEqual(readJson('[[{"pred":1}]]', 'p', names).predicted, [1]);
});

test('the format of a file is recognised by its first bytes', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'p');
  const formatOf = (content: string | Uint8Array) => {
    writeFileSync(path, content);
    return predictionFormat(path);
  };
  mkdirSync(join(folder, 'inner'));
  assert.equal(await predictionFormat(join(folder, 'inner')), undefined);
  assert.equal(await formatOf(''), 'text');
  assert.equal(await formatOf(Uint8Array.of(0x1f, 0x41)), undefined);
  assert.equal(await formatOf(Uint8Array.of(0x41, 0x8b)), 'text');
  for (const byte of [9, 10, 13, 32, 65]) assert.equal(await formatOf(Uint8Array.of(65, byte)), 'text', `${byte}`);
  for (const byte of [0, 8, 14, 31]) assert.equal(await formatOf(Uint8Array.of(65, byte)), undefined, `${byte}`);
  assert.equal(await formatOf(' \n[1]'), 'json');
  assert.equal(await formatOf('{}'), 'json');
  assert.equal(await formatOf('a[1]'), 'text');
  const zip = (...entries: string[]) => storedZip(new Map(entries.map((name) => [name, Buffer.from('x')])));
  assert.equal(await formatOf(zip('a.npy', 'b.npy')), 'npz');
  assert.equal(await formatOf(zip('a.npy', 'b.txt')), undefined);
  assert.equal(await formatOf(zip()), undefined);
  truncateSync(path, 2 ** 28 + 1);
  await assert.rejects(readPredictionTable(path, 'text', names), {
    message: 'p: 268435457 bytes; must be at most 256 MiB',
  });
});
