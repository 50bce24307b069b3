import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importanceBars } from '../../lib/figures/importance-bars';
import { parallelCoordinates } from '../../lib/figures/parallel-coordinates';
import { settingsTable, trialsTable } from '../../lib/figures/study-tables';
import { trialCurves } from '../../lib/figures/trial-curves';
import { choice, logRange } from '../../lib/tuning/space';
import { madeUp } from '../tuning/made-up';

const study = madeUp(
  { space: { optimizer: choice('sgd', 'adam', 'adagrad') }, base: { n_epochs: 2 } },
  ({ optimizer }) => ({ sgd: 0.5, adam: 0.7, adagrad: Number.NaN })[optimizer as 'sgd'],
);

test('the tables list trials in order, settings by accuracy, and mark the selection split', () => {
  assert.deepEqual(trialsTable(study)[2], {
    Trial: 3,
    optimizer: 'adagrad',
    Status: 'failed',
    Epochs: 0,
    'Best epoch': null,
    'PublicTest (%)†': null,
    Failed: 'loss: not finite',
  });
  assert.deepEqual(
    settingsTable(study).map(({ optimizer, 'PublicTest (%)†': accuracy }) => [optimizer, accuracy]),
    [
      ['adam', 70],
      ['sgd', 50],
    ],
  );
});

test('the best trial has its own curve, and trials in a group are separated by gaps', () => {
  const { data } = trialCurves(study);
  const lines = (data as { name: string; x: (number | null)[] }[]).map(({ name, x }) => [name, x]);
  assert.deepEqual(lines, [
    ['pruned', []],
    ['finished', [1, 2, null]],
    ['failed', [null]],
    ['under way', []],
    ['best', [1, 2, null]],
  ]);
});

test('parallel coordinates place numbers of a log range by logarithm, and words evenly', () => {
  const space = { lr: logRange(1e-4, 1), optimizer: choice('sgd', 'adam') };
  const random = madeUp({ space, searcher: 'random', trials: 5, base: { n_epochs: 2 } }, ({ lr }) => lr);
  const { data, layout } = parallelCoordinates(random);
  assert.deepEqual(layout.xaxis?.ticktext, ['lr', 'optimizer', 'Accuracy (%)']);
  assert.equal(data.length, 5);
  const best = data.at(-1) as { y: number[]; line: { color: string } };
  assert.deepEqual([best.y[0], best.y[2], best.line.color], [1, 1, '#e69f00']);
});

test('a study without results has figures too', () => {
  const none = madeUp({ space: { optimizer: choice('sgd', 'adam') }, base: { n_epochs: 2 } }, () => Number.NaN);
  assert.equal(parallelCoordinates(none).data.length, 0);
  assert.equal(trialCurves(none).data.length, 5);
  assert.deepEqual(settingsTable(none), []);
  assert.ok(importanceBars([]).layout);
});
