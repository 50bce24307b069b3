import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pngSize, savedFigures, writeNotebook } from './fixture';
import { LabBrowser } from './lab-browser';
import { assertSteady, NotebookPage } from './notebook-page';

const UPDATES = 40;

const CELLS = [
  `import { notebook, show } from 'lib';
function curve(n: number) {
  const x = Array.from({ length: n }, (_, i) => i);
  const line = (name: string, k: number) => ({ type: 'scatter' as const, name, x, y: x.map((i) => k * i) });
  return { data: [line('one', 1), line('two', 2)], layout: { height: 240, margin: { t: 20, b: 40 } } };
}
show(curve(3));`,
  `const chart = notebook.live(curve(1));
for (let n = 2; n <= ${UPDATES}; n++) {
  await new Promise((resolve) => setTimeout(resolve, 200));
  chart.update(curve(n));
}
chart.finish();`,
];

let session: LabBrowser;

before(async () => {
  session = await LabBrowser.start();
});
after(() => session?.stop());

test('a chart follows its updates in place, and survives a reload without a kernel', async (t) => {
  const { folder, lab } = session;
  writeNotebook(join(folder, 'live.ipynb'), CELLS);
  const page = await session.newPage();
  const notebook = new NotebookPage(page, lab, 'live.ipynb');
  await notebook.open();

  await t.test('JupyterLab starts with the right kernel, without pop-ups', async () => {
    assert.deepEqual(
      (await lab.kernels()).map(({ name }) => name),
      ['tslab'],
    );
    await page.waitForTimeout(2000); // time for a pop-up
    assert.deepEqual(await notebook.popUps(), []);
  });

  await t.test('it keeps up with five updates a second, with constant height and node', async () => {
    await notebook.watchChart(1);
    await notebook.runAll();
    await zoomWhileItRuns(notebook);
    await notebook.finished(60_000);
    await reached(page, UPDATES);
    const samples = await notebook.samples();
    const states = new Set(samples.map(({ points }) => points)).size;
    t.diagnostic(`${states} of ${UPDATES} states seen in ${samples.length} looks`);
    assert.ok(states >= 2 * 0.2 * UPDATES, `${states} states of ${UPDATES} were seen: fewer than two a second`);
    assertSteady(samples);
  });

  await t.test('the reader’s zoom and hidden line survive the updates', async () => {
    const [from, to] = await notebook.chart<number[]>('_fullLayout.xaxis.range', 1);
    assert.ok(to - from < UPDATES / 2, `the axis shows ${from}–${to}`);
    assert.equal(await notebook.chart('_fullData[1].visible', 1), 'legendonly');
  });

  await t.test('it adapts to the width of the notebook', async () => {
    const before = await notebook.chart<number>('_fullLayout.width', 1);
    await page.setViewportSize({ width: 1000, height: 900 });
    const chart = "document.querySelectorAll('.js-plotly-plot')[1]";
    await page.waitForFunction(`${chart}._fullLayout.width < ${before - 200}`, undefined, { timeout: 5000 });
    assert.ok(await page.evaluate(`${chart}.scrollWidth <= ${chart}.clientWidth`), 'the chart overflows');
  });

  await t.test('the saved notebook contains each figure’s last state, with a picture', async () => {
    await page.waitForTimeout(2500); // pictures are added a second after the last update
    await notebook.save();
    await notebook.screenshot('live');
    const figures = savedFigures(join(folder, 'live.ipynb'));
    assert.equal(figures.length, 2);
    for (const figure of figures) assert.equal(pngSize(figure)[0], 1600);
    const { data } = figures[1]['application/vnd.plotly.v1+json'] as { data: { x: number[] }[] };
    assert.equal(data[0].x.length, UPDATES);
  });

  await t.test('a reload without a kernel shows the charts, which react to the pointer', async () => {
    await lab.shutDownKernels();
    await page.close();
    const again = new NotebookPage(await session.newPage(), lab, 'live.ipynb');
    await again.openWithoutKernel();
    await reached(again.page, UPDATES);
    assert.deepEqual(await lab.kernels(), []);
    await again.page.locator('.js-plotly-plot .nsewdrag').last().hover();
    await again.page.locator('.js-plotly-plot .hoverlayer .hovertext').first().waitFor({ timeout: 5000 });
    await again.menu('Settings', 'Theme', 'JupyterLab Dark');
    await again.page.waitForFunction('document.body.dataset.jpThemeLight === "false"');
    await again.page.waitForTimeout(500);
    await again.screenshot('dark');
    assert.ok((await again.brightness('_fullLayout.xaxis.tickfont.color', 1)) > 0.6, 'letters are dark');
    assert.ok((await again.brightness('_fullLayout.paper_bgcolor', 1)) < 0.2, 'paper is bright');
    await again.page.close();
  });

  assert.deepEqual(session.strangers, []);
});

/** Waits until the second chart has so many points. */
async function reached(page: Page, points: number): Promise<void> {
  const chart = "document.querySelectorAll('.js-plotly-plot')[1]";
  await page.waitForFunction(`${chart}?.data?.[0].x.length === ${points}`, undefined, { timeout: 60_000 });
}

/** Drags a zoom over the first third of the second chart, and hides its second line. */
async function zoomWhileItRuns(notebook: NotebookPage): Promise<void> {
  const { page } = notebook;
  await page.waitForFunction('window.samples.at(-1)?.points >= 6', undefined, { timeout: 60_000 });
  const panel = page.locator('.js-plotly-plot').nth(1).locator('.nsewdrag');
  await panel.scrollIntoViewIfNeeded();
  const box = await panel.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await page.locator('.js-plotly-plot').nth(1).locator('.legendtoggle').nth(1).click();
}
