import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importanceBars } from '../../lib/figures/importance-bars';
import { parallelCoordinates } from '../../lib/figures/parallel-coordinates';
import { studyAccuracies } from '../../lib/figures/setting-accuracies';
import { settingsTable, trialsTable } from '../../lib/figures/study-tables';
import { trialCurves } from '../../lib/figures/trial-curves';
import { choice, logRange, type Space } from '../../lib/tuning/space';
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

test('accuracies by two lists of values have the longer list as rows; other spaces have no such figure', () => {
  const figureOf = (space: Space, trials = 4) => {
    const searcher = Object.values(space).some(({ kind }) => kind === 'range') ? 'random' : 'grid';
    return studyAccuracies(madeUp({ space, searcher, trials, base: { n_epochs: 2 } }, ({ lr }) => 0.5 + lr));
  };
  const optimizer = choice('sgd', 'adam', 'muon');
  const both = figureOf({ lr: choice(0.01, 0.1), optimizer }, 0);
  assert.ok(both);
  assert.deepEqual(both.layout.yaxis?.ticktext, ['sgd', 'adam', 'muon']);
  assert.deepEqual(
    (both.data as { name?: string; text: string[] }[]).slice(1).map(({ name, text }) => [name, text]),
    [
      ['lr=0.01', ['51.00', '51.00', '51.00']],
      ['lr=0.1', ['60.00', '60.00', '60.00']],
    ],
  );
  assert.deepEqual(both.layout.title, { text: 'PublicTest†, best of 2 epochs' });
  assert.deepEqual(figureOf({ lr: choice(0.01, 0.1) }, 0)?.layout.yaxis?.ticktext, ['lr=0.01', 'lr=0.1']);
  assert.equal(figureOf({ lr: logRange(1e-4, 1), optimizer }), undefined);
  assert.equal(figureOf({ optimizer, lr: choice(0.01, 0.1), bs: choice(32, 64) }), undefined);
  const five = choice(1, 2, 3, 4, 5);
  assert.equal(figureOf({ lr: five, bs: five }), undefined); // more series than styles
});

test('a study without results has figures too', () => {
  const none = madeUp({ space: { optimizer: choice('sgd', 'adam') }, base: { n_epochs: 2 } }, () => Number.NaN);
  assert.equal(parallelCoordinates(none).data.length, 0);
  assert.equal(studyAccuracies(none), undefined);
  assert.equal(trialCurves(none).data.length, 5);
  assert.deepEqual(settingsTable(none), []);
  assert.ok(importanceBars([]).layout);
});
