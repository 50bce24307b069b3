import assert from 'node:assert/strict';
import { test } from 'node:test';
import { learningCurves } from '../../lib/figures/learning-curves';
import type { EpochRecord } from '../../lib/training/history';

const epoch = (number: number, change: Partial<EpochRecord> = {}): EpochRecord => ({
  epoch: number,
  trainLoss: 1.5,
  trainAccuracy: 0.4,
  validationLoss: 1.6,
  validationAccuracy: 0.35,
  learningRate: 0.01,
  seconds: 20,
  ...change,
});

/** The name, the axis and the values of each curve. */
function drawn(history: readonly EpochRecord[]): unknown[] {
  return learningCurves(history).data.map((trace) => {
    const { name, yaxis, x, y } = trace as { name: string; yaxis: string; x: number[]; y: (number | null)[] };
    return [name, yaxis, x, y];
  });
}

test('five curves in three panels, accuracy in percent', () => {
  assert.deepEqual(drawn([epoch(1), epoch(2, { trainLoss: 1.25, validationAccuracy: 0.5 })]), [
    ['training', 'y', [1, 2], [1.5, 1.25]],
    ['validation', 'y', [1, 2], [1.6, 1.6]],
    ['training', 'y2', [1, 2], [40, 40]],
    ['validation', 'y2', [1, 2], [35, 50]],
    ['learning rate', 'y3', [1, 2], [0.01, 0.01]],
  ]);
});

test('a diverged run has a gap', () => {
  const [, , , y] = drawn([epoch(1), epoch(2, { trainLoss: Number.NaN })])[0] as [string, string, number[], unknown];
  assert.deepEqual(y, [1.5, null]);
});

test('before the first epoch the panels show default ranges', () => {
  const { data, layout } = learningCurves([], { nEpochs: 100 });
  assert.equal(data.length, 5);
  assert.deepEqual(layout.xaxis?.range, [-2, 103]);
  assert.deepEqual(
    [layout.yaxis?.range, layout.yaxis2?.range],
    [
      [0, 2],
      [0, 100],
    ],
  );
});

test('a figure is JSON, and equal histories give equal figures', () => {
  const figure = learningCurves([epoch(1), epoch(2)], { selected: 2 });
  assert.deepEqual(JSON.parse(JSON.stringify(figure)), learningCurves([epoch(1), epoch(2)], { selected: 2 }));
});

test('stacked panels share the epoch axis of the last one', () => {
  const { layout } = learningCurves([epoch(1)], { panels: 'stacked' });
  const shown = [layout.xaxis, layout.xaxis2, layout.xaxis3].map((axis) => axis?.showticklabels);
  assert.deepEqual(shown, [false, false, true]);
  assert.equal(layout.meta.print.width, 3.5);
});
