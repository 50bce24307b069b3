import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Figure } from '../../lib/figures/figure';
import { COLUMN, PAGE, themed } from '../../lib/figures/theme';
import { PLOTLY } from '../../lib/notebook/bundles';
import { live } from '../../lib/notebook/live';
import { inKernel, type Sent } from './kernel';

const points = (n: number): Figure => ({ data: [{ type: 'scatter', name: 'loss', y: Array(n).fill(1) }], layout: {} });
const shownPoints = (sent: readonly Sent[]) =>
  sent.map(({ data }) => ((data[PLOTLY] as Figure).data[0] as { y: number[] }).y.length);

test('updates replace one output; of many within 100 ms the last one is shown', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const sent = await inKernel(() => {
    const chart = live(points(1));
    t.mock.timers.tick(150);
    chart.update(points(2));
    chart.update(points(3));
    chart.update(points(4));
    t.mock.timers.tick(99);
    chart.update(points(5));
    t.mock.timers.tick(1);
    t.mock.timers.tick(1000);
  });
  assert.deepEqual(shownPoints(sent), [1, 2, 5]);
  assert.deepEqual(
    sent.map(({ update }) => update),
    [false, true, true],
  );
  assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
});

test('finish sends a pending update, once', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  const sent = await inKernel(() => {
    const chart = live(points(1));
    chart.update(points(2));
    chart.finish();
    chart.finish();
    t.mock.timers.tick(1000);
  });
  assert.deepEqual(shownPoints(sent), [1, 2]);
});

test('a figure keeps its proportions on paper: a page fills the width, a column has its own', async () => {
  const sized = async (width: number, layout = {}) => {
    const [{ data }] = await inKernel(() => live({ data: [], layout: themed({ width, height: 2 }, layout) }));
    const figure = data[PLOTLY] as Figure;
    return [figure.layout.width, figure.layout.height];
  };
  assert.deepEqual(await sized(PAGE), [undefined, 260]);
  assert.deepEqual(await sized(COLUMN), [455, 260]);
  assert.deepEqual(await sized(COLUMN, { height: 500 }), [455, 500]);
});

test('nothing is shown outside a notebook', () => {
  const chart = live(points(1));
  chart.update(points(2));
  chart.finish();
});
