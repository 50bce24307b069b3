import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probabilitiesOf, type ScoreKind } from '../../../lib/evaluation/imports/scores';

/** The probabilities of rows of three scores. */
function probabilities(
  rows: readonly (readonly unknown[])[],
  kind: ScoreKind = 'probabilities',
  ignored: string[] = [],
) {
  const table = { n: rows.length, scores: rows, place: (i: number) => `row ${i}`, ignored };
  return [...probabilitiesOf(table, [...rows.keys()], 3, kind)];
}

const refused = (message: string, ...args: Parameters<typeof probabilities>) =>
  assert.throws(() => probabilities(...args), { name: 'InputError', message });

const rounded = (values: readonly number[]) => values.map((value) => Math.fround(value));

test('a row whose sum is within a thousandth of 1 is unchanged, a rounded one is divided by its sum', () => {
  assert.deepEqual(probabilities([[0.5, 0.25, 0.2509]]), rounded([0.5, 0.25, 0.2509]));
  assert.deepEqual(probabilities([[0.5, 0.25, 0.2475]]), rounded([0.5 / 0.9975, 0.25 / 0.9975, 0.2475 / 0.9975]));
  // Two decimals of three scores change the sum by at most 3 · 0.005.
  assert.deepEqual(probabilities([[0.51, 0.25, 0.255]]), rounded([0.51 / 1.015, 0.25 / 1.015, 0.255 / 1.015]));
  assert.deepEqual(probabilities([[0.485, 0.25, 0.25]]), rounded([0.485 / 0.985, 0.25 / 0.985, 0.25 / 0.985]));
  refused('row 0: scores that sum to 1.016; must be ≥ 0 and sum to 1', [[0.511, 0.25, 0.255]]);
  refused('row 0: scores that sum to 0.984; must be ≥ 0 and sum to 1', [[0.484, 0.25, 0.25]]);
});

test('percentages are divided by 100, and messages give them as the file does', () => {
  assert.deepEqual(probabilities([[50, 25, 25]], 'percent'), [0.5, 0.25, 0.25]);
  refused('row 0: scores that sum to 90; must be ≥ 0 and sum to 100', [[40, 25, 25]], 'percent');
  refused(
    'row 0: score -2; must be ≥ 0 and sum to 100; these look like logits: give scores=logits for their softmax',
    [[53, -1, -2]],
    'percent',
  );
});

test('logits become their softmax', () => {
  const found = probabilities([[Math.log(2), Math.log(5), 0]], 'logits');
  for (const [k, value] of [2 / 8, 5 / 8, 1 / 8].entries()) assert.ok(Math.abs(found[k] - value) < 1e-7, `${found[k]}`);
});

const LOGITS = 'these look like logits: give scores=logits for their softmax';

test('rows of about 100 each are percentages; negative or varying ones look like logits; others are neither', () => {
  const begins = (sum: number) => `row 0: scores that sum to ${sum}; must be ≥ 0 and sum to 1`;
  // Two decimals of three shares change a sum of 100 by at most 1.5.
  for (const last of [5, 6.5])
    refused(`${begins(95 + last)}; these are percentages: give scores=percent`, [
      [90, 5, last],
      [20, 50, 30.5],
    ]);
  refused(`${begins(101.75)}; ${LOGITS}`, [
    [90, 5, 6.75],
    [20, 50, 30.5],
  ]);
  refused(`row 0: score -1; must be ≥ 0 and sum to 1; ${LOGITS}`, [[-1, 2, 3]]);
  refused(
    `${begins(6)}; ${LOGITS}; not read: columns a`,
    [
      [1, 2, 3],
      [1, 2, 3.05],
    ],
    'probabilities',
    ['a'],
  );
  // Sums that differ by 0.03 may be rounded.
  refused(begins(6), [
    [1, 2, 3],
    [1, 2, 3.03],
  ]);
  refused(`${begins(0.7)}; not read: columns ${'abcdefgh'.split('').join(', ')}`, [[0.5, 0.1, 0.1]], 'probabilities', [
    ...'abcdefghi',
  ]);
});

test('logits are refused if all scores are in 0–1 and most rows sum to 1', () => {
  const [sure, unsure, other] = [
    [0.5, 0.25, 0.25],
    [0.9, 0.9, 0],
    [0.9, 0.9, 1.1],
  ];
  const message =
    'row 0: scores in 0–1 that sum to 1; must be logits, since the softmax of probabilities is not theirs: ' +
    'give scores=probabilities';
  refused(message, [sure, sure, unsure], 'logits');
  refused(message, [[0, 1, 0]], 'logits');
  assert.equal(probabilities([sure, unsure], 'logits').length, 6);
  assert.equal(probabilities([sure, sure, other], 'logits').length, 9);
  // Sums of more than 0.985 may be rounded, others may not.
  refused(message, [[0.486, 0.25, 0.25]], 'logits');
  assert.equal(probabilities([[0.48, 0.25, 0.25]], 'logits').length, 3);
});

test('scores may be text, but each must be a finite number, one for each class', () => {
  assert.deepEqual(probabilities([[0.5, ' 0.25 ', '25e-2']]), [0.5, 0.25, 0.25]);
  refused('row 0: 2 scores; must be 3, one for each class', [[0.5, 0.5]]);
  refused('row 1: score 0,25; must be a finite number, with a decimal point', [
    [1, 0, 0],
    [0.5, 0.25, '0,25'],
  ]);
  refused('row 0: score a,25; must be a finite number', [[0.5, 0.25, 'a,25']]);
  for (const missing of [null, undefined, ''])
    refused('row 0: score missing; must be a finite number', [[0.5, 0.5, missing]]);
  refused('row 0: score Infinity; must be a finite number', [[0.5, 0.5, Number.POSITIVE_INFINITY]]);
});
