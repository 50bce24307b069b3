import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluatedSplits } from '../../lib/evaluation/stored';
import { defineFigure } from '../../lib/figures/evaluation-figures';
import type { Figure } from '../../lib/figures/figure';
import { runFigures } from '../../lib/figures/run-figures';
import { bestEpoch } from '../../lib/training/history';
import { readHistory } from '../../lib/training/run-folder';
import { temporaryFolder } from '../data/tables';
import { exampleRun, images } from '../evaluation/run';

test('a run’s files give its curves, and three figures per evaluated split', (t) => {
  const folder = exampleRun(temporaryFolder(t), {});
  const splits = evaluatedSplits(folder);
  assert.deepEqual(splits, ['PublicTest', 'PrivateTest']);
  assert.deepEqual(Object.keys(runFigures(folder, { splits })), [
    'learning-curves',
    ...splits.flatMap((split) => [`confusion-${split}`, `scores-${split}`, `reliability-${split}`]),
  ]);
  assert.equal(bestEpoch(readHistory(folder))?.epoch, 2);
});

test('a figure of the user’s is drawn with the others, and alone; without a figure it says so', (t) => {
  const folder = exampleRun(temporaryFolder(t), {});
  const splits = ['PublicTest'] as const;
  defineFigure('sizes', ({ evaluation: { n } }, { title = '' }) => ({
    data: [{ type: 'bar', x: [title], y: [n] }],
    layout: {},
  }));
  assert.ok('sizes-PublicTest' in runFigures(folder, { splits }));
  const alone = runFigures(folder, { splits, data: images, figure: 'sizes' });
  assert.deepEqual(Object.keys(alone), ['sizes-PublicTest']);
  assert.deepEqual(alone['sizes-PublicTest'].data, [
    { type: 'bar', x: ['PublicTest, n = 14: 71.43 %† (45.35–88.28)'], y: [14] },
  ]);
  defineFigure('sizes', () => ({}) as Figure);
  assert.throws(() => runFigures(folder, { splits, figure: 'sizes' }), {
    message: 'figure: sizes; must return a figure with data and layout, or undefined',
  });
  defineFigure('sizes', () => undefined); // shows nothing of this evaluation
  assert.deepEqual(runFigures(folder, { splits, figure: 'sizes' }), {});
  assert.throws(
    () => runFigures(folder, { splits, figure: 'confusions' }),
    /figure: confusions; must be one of confusion, /,
  );
  assert.throws(() => defineFigure('confusion', () => undefined), /is built in/);
});

test('with images there is a gallery of mistakes; figures for papers have no titles', (t) => {
  const folder = exampleRun(temporaryFolder(t), {});
  const figures = runFigures(folder, { splits: ['PublicTest'], data: images, titled: false, panels: 'stacked' });
  assert.equal(figures['mistakes-PublicTest'].layout.images?.length, 4);
  assert.equal(figures['confusion-PublicTest'].layout.title, undefined);
  assert.equal(figures['learning-curves'].layout.meta.print.width, 3.5);
  const titled = runFigures(folder, { splits: ['PublicTest'] });
  assert.deepEqual(titled['confusion-PublicTest'].layout.title, {
    text: 'PublicTest, n = 14: 71.43 %† (45.35–88.28)',
  });
});
