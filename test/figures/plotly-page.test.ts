import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { closeBrowser, withPage } from '../../lib/figures/browser';
import type { Figure } from '../../lib/figures/figure';
import { CARTESIAN_TYPES, loadPlotly } from '../../lib/figures/plotly-page';
import { render } from '../../lib/figures/save';

after(closeBrowser);

const bars: Figure = { data: [{ type: 'bar', x: ['Happy', 'Sad'], y: [2, 1] }], layout: { font: { family: 'Arimo' } } };
const sunburst: Figure = { data: [{ type: 'sunburst', labels: ['Faces'], parents: [''], values: [1] }], layout: {} };

const svgOf = async (figure: Figure) =>
  String(await render(figure, { format: 'svg' })).replaceAll(/\b(clip|legend|topdefs-|defs-)?[0-9a-f]{6}/g, 'id');

test('a figure of any type of trace is drawn, and the full bundle draws bars as the small one does', async () => {
  const before = await svgOf(bars);
  assert.match(await svgOf(sunburst), />Faces</);
  assert.equal(await svgOf(bars), before);
});

test('the small bundle has the types that are drawn with it', async () => {
  await closeBrowser();
  const types = await withPage(async (page) => {
    await loadPlotly(page, bars);
    return page.evaluate<string[]>('Object.keys(Plotly.PlotSchema.get().traces)');
  });
  assert.deepEqual(types.sort(), [...CARTESIAN_TYPES]);
});
