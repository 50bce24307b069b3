import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { labelNames } from '../../../lib/data/forms/labels';
import { bestOrder } from '../../../lib/evaluation/imports/class-order';
import { predictionFormat, readPredictionTable } from '../../../lib/evaluation/imports/read-prediction-table';
import { storedZip } from '../../../lib/models/weights/pytorch/archive';
import { temporaryFolder } from '../../data/tables';

const names = labelNames(['Angry', 'Happy', 'Sad']);
/** What every file below holds. */
const SCORES = [
  [0.5, 0.25, 0.25],
  [0.125, 0.125, 0.75],
];

async function read(path: string) {
  const format = await predictionFormat(path);
  assert.ok(format);
  const { n, scores, classes, predicted, labels, rows, place } = await readPredictionTable(path, format, names);
  const numbers = (values?: readonly unknown[]) => values?.map(Number);
  return {
    n,
    scores: scores?.map((row) => Array.from(row, Number)),
    classes,
    predicted,
    labels: numbers(labels),
    rows: numbers(rows),
    place: place(1),
  };
}

test('arrays of NumPy: half precision, Fortran order, several in an archive', async () => {
  const { scores, rows, labels, place } = await read(join(__dirname, 'arrays.npz'));
  assert.deepEqual(
    { scores, rows, labels, place },
    { scores: SCORES, rows: [7, 9], labels: [0, 2], place: 'arrays.npz, row 1' },
  );
  assert.deepEqual((await read(join(__dirname, 'fortran.npy'))).scores, SCORES);
  await assert.rejects(
    read(join(__dirname, 'objects.npy')),
    /^InputError: objects\.npy: .*\|O.*; must contain little-endian floats/,
  );
});

test('damaged arrays are refused', async (t) => {
  const path = join(temporaryFolder(t), 'a.npy');
  const whole = readFileSync(join(__dirname, 'fortran.npy'));
  writeFileSync(path, whole.subarray(0, whole.length - 1));
  await assert.rejects(read(path), /^InputError: a\.npy: 151 bytes; must be 152, as its header says$/);
  writeFileSync(path, whole.subarray(0, 9));
  await assert.rejects(read(path), /^InputError: a\.npy: damaged; must be a whole \.npy file$/);
  writeFileSync(path, Buffer.from(whole.toString('latin1').replace('(2, 3)', '(9,9,)'), 'latin1'));
  await assert.rejects(read(path), /must be 452, as its header says$/);
  const zip = storedZip(
    new Map([
      ['a.npy', whole],
      ['index.npy', whole.subarray(0, 20)],
    ]),
  );
  writeFileSync(path, zip);
  await assert.rejects(read(path), /^InputError: a\.npy\/index\.npy: /);
});

test('JSON lines and arrays, with scores by class or in order', async (t) => {
  const path = join(temporaryFolder(t), 'a.jsonl');
  const objects = SCORES.map(([a, b, c], i) => ({
    index: 7 + 2 * i,
    emotion: { angry: a, happy: b, sad: c },
    dominant_emotion: 'sad',
  }));
  writeFileSync(path, objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
  const expected = {
    n: 2,
    scores: SCORES,
    classes: ['angry', 'happy', 'sad'],
    predicted: ['sad', 'sad'],
    labels: undefined,
    rows: [7, 9],
  };
  assert.deepEqual(await read(path), { ...expected, place: 'a.jsonl:2' });
  writeFileSync(path, JSON.stringify(objects));
  assert.deepEqual(await read(path), { ...expected, place: 'a.jsonl, row 1' });
  writeFileSync(path, SCORES.map((probabilities) => JSON.stringify({ probabilities })).join('\n'));
  assert.deepEqual((await read(path)).scores, SCORES);
  writeFileSync(path, '{"probabilities":[1]}\n{"probabilities"');
  await assert.rejects(read(path), /^InputError: a\.jsonl:2: "\{\\"probabilities\\"+"; must be JSON$/);
  writeFileSync(path, '{"emotion":{"sad":1}}\n{"emotion":{"happy":1}}');
  await assert.rejects(
    read(path),
    /^InputError: a\.jsonl:2: a class without a score; must have sad, as the first row does$/,
  );
});

test('parquet and tables with semicolons', async (t) => {
  const folder = temporaryFolder(t);
  const columnData = ['p_sad', 'p_angry', 'p_happy'].map((name, k) => ({
    name,
    data: SCORES.map((row) => row[(k + 2) % 3]),
  }));
  const path = join(folder, 'a.parquet');
  writeFileSync(
    path,
    Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'index', data: [7n, 9n], type: 'INT64' }, ...columnData] })),
  );
  const permuted = SCORES.map(([a, b, c]) => [c, a, b]);
  const found = await read(path);
  assert.deepEqual([found.scores, found.classes, found.rows], [permuted, ['sad', 'angry', 'happy'], [7, 9]]);
  writeFileSync(
    path,
    `\ufeffindex;"Sad";Angry;Happy\r\n${permuted.map((row, i) => [7 + 2 * i, ...row].join(';')).join('\r\n')}\r\n`,
  );
  const table = await read(path);
  assert.deepEqual(
    [table.scores, table.classes, table.rows, table.place],
    [permuted, ['Sad', 'Angry', 'Happy'], [7, 9], 'a.parquet:3'],
  );
  writeFileSync(path, Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(40)]));
  await assert.rejects(read(path), /^InputError: a\.parquet: .*; must be a whole parquet file$/);
});

test('the best order of classes is the assignment with the most hits', () => {
  // By hand: 0→1, 1→2, 2→0 has 5 + 6 + 7 hits; the diagonal 1 + 2 + 3.
  const counts = [
    [1, 0, 7],
    [5, 2, 0],
    [0, 6, 3],
  ];
  assert.deepEqual(bestOrder(counts), { order: [1, 2, 0], hits: 18 });
  // Greedy would take 10 first and end with 10 + 1; 9 + 9 is better.
  assert.deepEqual(
    bestOrder([
      [10, 9],
      [9, 1],
    ]),
    { order: [1, 0], hits: 18 },
  );
});

test('an assignment of classes without hits has an order, too', () => {
  assert.deepEqual(
    bestOrder([
      [0, 5],
      [0, 0],
    ]),
    { order: [1, 0], hits: 5 },
  );
});

test('JSON as DeepFace and pipelines of Hugging Face return it, arrays of scores, and a byte order mark', async (t) => {
  const path = join(temporaryFolder(t), 'p.json');
  const readText = (text: string) => {
    writeFileSync(path, text);
    return read(path);
  };
  const [a, b] = SCORES;
  const byName = (row: readonly number[]) => ({ angry: row[0], happy: row[1], sad: row[2] });
  const json = (values: readonly unknown[]) => JSON.stringify(values);
  assert.deepEqual((await readText(`\ufeff${json(SCORES)}`)).scores, SCORES);
  const deepFace = [a, b].map((row) => [{ emotion: byName(row), dominant_emotion: row === a ? 'angry' : 'sad' }]);
  assert.deepEqual((await readText(json(deepFace))).scores, SCORES);
  const pipeline = [a, b].map((row) =>
    Object.entries(byName(row))
      .map(([label, score]) => ({ label, score }))
      .reverse(),
  );
  const { scores, classes } = await readText(json(pipeline));
  assert.deepEqual([scores, classes], [SCORES.map((row) => [...row].reverse()), ['sad', 'happy', 'angry']]);
  await assert.rejects(readText('[[[1]], 2]'), /^InputError: p\.json, row 0: "\[\[1\]\]"; must be a JSON object, or /);
});

test('files without predictions are refused in one line', async (t) => {
  const folder = temporaryFolder(t);
  const refused = (name: string, content: string | Uint8Array, line: RegExp) => {
    writeFileSync(join(folder, name), content);
    return assert.rejects(read(join(folder, name)), line);
  };
  await refused('empty.csv', ' \n', /^InputError: empty\.csv: no rows; must have a row for each image$/);
  await refused('a.csv', 'sad,angry,sad\n1,2,3\n', /^InputError: a\.csv: column "sad"; must be there once$/);
  await refused(
    'a.csv.gz',
    Uint8Array.of(0x1f, 0x8b, 8, 0),
    /^InputError: a\.csv\.gz: packed with gzip; must be unpacked/,
  );
  // The labels beside columns that are not understood are the true ones, not predictions.
  await refused(
    'b.csv',
    'label,traurig\n0,1\n',
    /^InputError: b\.csv: columns "label", "traurig"; must include scores/,
  );
  const whole = readFileSync(join(__dirname, 'fortran.npy')).toString('latin1');
  await refused(
    'c.npy',
    Buffer.from(whole.replace(/<f\d/, '<V2'), 'latin1'),
    /^InputError: c\.npy: elements of <V2; must/,
  );
});

test('columns as scikit-learn names them', async (t) => {
  const path = join(temporaryFolder(t), 'p.csv');
  for (const [header, expected] of [
    ['label,predicted_emotion', ['1', '2']],
    ['y_true,y_hat', ['1', '2']],
    ['emotion,y_pred', ['1', '2']],
  ] as const) {
    writeFileSync(path, `${header}\n0,1\n1,2\n`);
    const { predicted, labels } = await read(path);
    assert.deepEqual([predicted, labels], [expected, [0, 1]]);
  }
});
