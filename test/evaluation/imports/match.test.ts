import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EMOTIONS, imagesAt, select } from '../../../lib/data/dataset';
import { labelNames } from '../../../lib/data/forms/labels';
import { type MatchOptions, matchPredictions } from '../../../lib/evaluation/imports/match-predictions';
import { predictionFormat, readPredictionTable } from '../../../lib/evaluation/imports/read-prediction-table';
import { noise, temporaryFolder } from '../../data/tables';

/** 400 Training, 100 PublicTest and 100 PrivateTest images of FER2013's size; labels 0–6 in turn. */
const data = noise(600);
const names = labelNames(EMOTIONS);
const priv = select(data, 'PrivateTest');
const HEADER = `index,${EMOTIONS.join(',')}`;

/**
 * Scores of 0.7 for the class that is right in four of five images, else for the next; `column(k)` is where class k is.
 */
function scores(label: number, i: number, column = (k: number) => k): number[] {
  const row = Array<number>(7).fill(0.05);
  row[column(i % 5 === 0 ? (label + 1) % 7 : label)] = 0.7;
  return row;
}

const lines = (column?: (k: number) => number, of = priv) =>
  Array.from(of.labels, (label, i) => [of.rows[i], ...scores(label, i, column)].join(','));

test('predictions of any framework are matched, or refused in one line', async (t) => {
  const folder = temporaryFolder(t);
  const match = async (content: string | Uint8Array, options: Partial<MatchOptions> = {}) => {
    const path = join(folder, 'p.csv');
    writeFileSync(path, content);
    const table = await readPredictionTable(path, (await predictionFormat(path))!, names);
    return matchPredictions(table, 'p.csv', { data, split: 'PrivateTest', names, ...options });
  };
  const csv = (rows: readonly string[], header = HEADER) => [header, ...rows].join('\n');
  const refused = async (message: RegExp, content: string | Uint8Array, options?: Partial<MatchOptions>) =>
    assert.rejects(match(content, options), (error: Error) => {
      assert.match(error.message, message);
      assert.ok(!error.message.includes('\n'));
      return error.name === 'InputError';
    });
  const right = await match(csv(lines()));
  assert.deepEqual(
    Array.from(right.predictions.probabilities.subarray(0, 7)),
    Array.from(Float32Array.from(scores(priv.labels[0], 0))),
  );
  assert.deepEqual([...right.predictions.labels], [...priv.labels]);
  assert.deepEqual([right.labelsOnly, right.notices], [false, []]);
  const same = async (content: string | Uint8Array, options?: Partial<MatchOptions>) =>
    assert.deepEqual((await match(content, options)).predictions, right.predictions);

  await t.test('by row number, in any order, and from a table of all splits', async () => {
    await same(csv(lines().reverse()));
    await same(csv([...lines(undefined, select(data, 'PublicTest')), ...lines()]));
    await same(csv(lines().map((line, i) => line.replace(/^\d+/, `${i}`))));
    await same(
      csv(
        lines().map((line) => line.replace(/^\d+,/, '')),
        EMOTIONS.join(','),
      ),
    );
  });

  await t.test('classes in the order of their names', async () => {
    const reversed = [...EMOTIONS].reverse();
    await same(
      csv(
        lines((k) => 6 - k),
        `index;p_${reversed.join(';p_')}`.replaceAll(';', ','),
      ),
    );
    await same(csv(lines(), 'index,anger,Disgusted,fear,happiness,sadness,surprise,neutral'));
    await same(
      csv(
        lines((k) => 6 - k),
        'index,0,1,2,3,4,5,6',
      ),
      { classes: reversed },
    );
  });

  await t.test('classes in another order', async () => {
    const alphabetical = [0, 1, 2, 3, 5, 6, 4]; // Neutral is before Sad and Surprise
    const order = 'Angry,Disgust,Fear,Happy,Neutral,Sad,Surprise';
    await refused(
      new RegExp(
        `^p\\.csv: classes in another order \\(45\\.0 % right, 80\\.0 % in that order\\); give classes=${order} `,
      ),
      csv(
        lines((k) => alphabetical[k]),
        'index,0,1,2,3,4,5,6',
      ),
    );
    await same(
      csv(
        lines((k) => alphabetical[k]),
        'index,0,1,2,3,4,5,6',
      ),
      { classes: order.split(',') },
    );
    const labelled = lines().map((line, i) => `${line},${alphabetical[priv.labels[i]]}`);
    await refused(
      new RegExp(`^p\\.csv: labels in another order of the classes; give classes=${order} `),
      csv(labelled, `${HEADER},label`),
    );
    await refused(
      /^p\.csv: Angry,Fear; must have a score for Disgust, Happy, /,
      csv(['599,0.5,0.5'], 'index,Angry,Fear'),
      {
        data: imagesAt(data, [599]),
      },
    );
    await refused(/^classes: class Rage; must be one of Angry, /, csv(lines()), { classes: ['Rage'] });
  });

  await t.test('rows', async () => {
    await refused(
      /^p\.csv: no row 599; must have one for each of the 100 images of PrivateTest$/,
      csv(lines().slice(0, 99)),
    );
    const twice = [...lines().slice(0, 99), lines()[4]];
    await refused(/^p\.csv:101: index 504; must occur once, but is in p\.csv:6$/, csv(twice));
    await refused(
      /^p\.csv: rows of PublicTest; must be those of PrivateTest: 500–599, or 0–99$/,
      csv(lines(undefined, select(data, 'PublicTest'))),
    );
    await refused(
      /^p\.csv:2: index x; must be an integer ≥ 0$/,
      csv([lines()[0].replace('500', 'x'), ...lines().slice(1)]),
    );
    await refused(
      /^p\.csv: rows 1–100; must count from 0$/,
      csv(lines().map((line, i) => line.replace(/^\d+/, `${i + 1}`))),
    );
    const bare = (of = priv) => lines(undefined, of).map((line) => line.replace(/^\d+,/, ''));
    await refused(
      /^p\.csv: 99 rows; must be the 100 images of PrivateTest; add a column index /,
      csv(bare().slice(1), EMOTIONS.join(',')),
    );
    await refused(
      /^p\.csv: 400 rows; must be the 100 images of PrivateTest, not of Training$/,
      csv(bare(select(data, 'Training')), EMOTIONS.join(',')),
    );
    await refused(
      /^p\.csv:102: index 900; must be a row of fer2013/,
      csv([...lines(), lines()[0].replace('500', '900')]),
    );
    await refused(/^p\.csv: no rows; must have a row for each image$/, `${HEADER}\n`);
    await refused(
      /^p\.csv:2: PublicTest; must be PrivateTest$/,
      csv(
        lines().map((line) => `${line},PublicTest`),
        `${HEADER},Usage`,
      ),
    );
  });

  await t.test('the other split of as many images, without row numbers', async () => {
    const others = Array.from(select(data, 'PublicTest').labels, (label, i) =>
      scores((label + 3) % 7, i + 1).join(','),
    );
    const swapped = {
      ...data,
      labels: Uint8Array.from(data.labels, (label, i) => (i < 500 ? (label + 3) % 7 : (i * i) % 7)),
    };
    await refused(
      /^p\.csv: predictions of PublicTest; must be those of PrivateTest$/,
      csv(others, EMOTIONS.join(',')),
      { data: swapped, classes: EMOTIONS },
    );
    const labelled = Array.from(select(data, 'PublicTest').labels, (label, i) => `${scores(label, i)},${label}`);
    await refused(
      /^p\.csv: labels of PublicTest; must be those of PrivateTest$/,
      csv(labelled, `${EMOTIONS.join(',')},label`),
    );
  });

  await t.test('scores that are no probabilities', async () => {
    const first = (values: string) => csv([`500,${values}`, ...lines().slice(1)]);
    await refused(/^p\.csv:2: score NaN; must be a finite number$/, first('NaN,0,0,0,0,0,0'));
    await refused(/^p\.csv:2: score missing; must be a finite number$/, first(',1,0,0,0,0,0'));
    await refused(/^p\.csv:2: scores that sum to 0\.9; must be ≥ 0 and sum to 1/, first('0.9,0,0,0,0,0,0'));
    const logits = lines().map((line) =>
      line
        .split(',')
        .map((word, k) => (k === 0 ? word : Math.log(+word) + 1))
        .join(','),
    );
    await refused(
      /^p\.csv:2: score -1\.99573; must be ≥ 0 and sum to 1; these look like logits: give scores=logits /,
      csv(logits),
    );
    const { predictions } = await match(csv(logits), { scores: 'logits' });
    assert.ok(predictions.probabilities.every((p, i) => Math.abs(p - right.predictions.probabilities[i]) < 1e-6));
    const percent = lines().map((line) =>
      line
        .split(',')
        .map((word, k) => (k === 0 ? word : 100 * +word))
        .join(','),
    );
    await refused(/^p\.csv:2: scores that sum to 100; must be .* percentages: give scores=percent$/, csv(percent));
    await same(csv(percent), { scores: 'percent' });
    await refused(/sum to 100$/, csv(lines()), { scores: 'percent' });
    const contempt = lines().map((line) => `${line.replaceAll('0.05', '0.04')},0.06`);
    await refused(/; not read: columns Contempt$/, csv(contempt, `${HEADER},Contempt`));
  });

  await t.test('classes alone', async () => {
    const named = Array.from(priv.labels, (label, i) => `${priv.rows[i]},${EMOTIONS[label].toLowerCase()}`);
    const alone = await match(csv(named, 'index,emotion'));
    assert.ok(alone.labelsOnly);
    assert.deepEqual(
      [...alone.predictions.probabilities.subarray(7 * 3, 7 * 4)],
      EMOTIONS.map((_, k) => Number(k === priv.labels[3])),
    );
    assert.deepEqual(
      (
        await match(
          csv(
            named.map((line, i) => line.replace(/,.*/, `,${priv.labels[i]}`)),
            'index,predicted',
          ),
        )
      ).predictions,
      alone.predictions,
    );
    await refused(
      /^p\.csv:2: class 7; must be Angry, .* or a number$/,
      csv(['500,7', ...named.slice(1)], 'index,predicted'),
    );
    await refused(/^p\.csv: columns "index", "file"; must include scores /, csv(['1,a'], 'index,file'));
    await refused(
      /^p\.csv:3: predicted Happy; must be /,
      csv(
        lines().map(
          (line, i) =>
            `${line},${i === 1 ? 'Happy' : EMOTIONS[i % 5 === 0 ? (priv.labels[i] + 1) % 7 : priv.labels[i]]}`,
        ),
        `${HEADER},predicted`,
      ),
    );
  });

  await t.test('rounded probabilities, and scores that only seem to be logits', async () => {
    const rounded = lines().map((line, i) => (i === 0 ? line.replace('0.7', '0.73') : line)); // sums to 1.03
    const [first] = priv.labels;
    const { probabilities } = (await match(csv(rounded))).predictions;
    assert.ok(Math.abs(probabilities[(first + 1) % 7] - 0.73 / 1.03) < 1e-6);
    assert.ok(Math.abs(probabilities.subarray(0, 7).reduce((sum, value) => sum + value) - 1) < 1e-6);
    const off = lines().map((line, i) => (i === 0 ? line.replace('0.7', '0.6') : line));
    await refused(/^p\.csv:2: scores that sum to 0\.9; must be ≥ 0 and sum to 1$/, csv(off));
    const message = /^p\.csv:2: scores in 0–1 that sum to 1; must be logits, since .*: give scores=probabilities$/;
    await refused(message, csv(lines()), { scores: 'logits' });
    await refused(
      /score 0,05; must be a finite number, with a decimal point$/,
      csv(
        lines().map((line) => line.replaceAll(',', ';').replaceAll('.', ',')),
        HEADER.replaceAll(',', ';'),
      ),
    );
  });

  await t.test('predictions no better than chance get a notice', async () => {
    const order = lines().map((line) => line.replace(/^\d+,/, ''));
    const moved = [...order.slice(3), ...order.slice(0, 3)];
    const { notices } = await match(csv(moved, EMOTIONS.join(',')), { classes: EMOTIONS });
    assert.match(
      notices.join('\n'),
      /^p\.csv: only \d+\.\d % are right, no more than one class alone would give; check the order/m,
    );
  });
});
