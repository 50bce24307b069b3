import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { OUTPUTS, ROOT } from '../../lib/core/files';
import { copyWithSettings, pngSize, savedFigures } from './fixture';
import { LabBrowser } from './lab-browser';
import { assertSteady, NotebookPage } from './notebook-page';

let session: LabBrowser;

before(async () => {
  session = await LabBrowser.start();
});
after(() => session?.stop());

test('02-train.ipynb runs from top to bottom; its curves grow during training and are saved', async (t) => {
  const { folder, lab } = session;
  const name = `lab-test-${process.pid}`;
  const file = join(folder, '02-train.ipynb');
  const small = { name, dataset: 'faces', n_epochs: 3, limit: 128, bs: 32 };
  copyWithSettings(join(ROOT, 'notebooks', '02-train.ipynb'), file, small);
  const page = await session.newPage();
  const notebook = new NotebookPage(page, lab, '02-train.ipynb');
  try {
    await notebook.open();
    await notebook.watchChart(1); // after the gallery of faces
    await notebook.runAll();
    await notebook.finished(240_000);
    const samples = await notebook.samples();
    const states = [...new Set(samples.map(({ points }) => points))];
    t.diagnostic(`points on the page while it trained: ${states.join(', ')}`);
    assert.deepEqual(states, [0, 1, 2, 3]);
    assertSteady(samples);
    await page.waitForTimeout(2500);
    await notebook.save();
    await notebook.screenshot('02-train');

    const figures = savedFigures(file);
    assert.equal(figures.length, 4, 'faces, live curves, curves, confusion matrix');
    for (const figure of figures) assert.ok(pngSize(figure)[0] > 600);

    await lab.shutDownKernels();
    const again = new NotebookPage(await session.newPage(), lab, '02-train.ipynb');
    await again.openWithoutKernel();
    await again.page.waitForFunction('document.querySelectorAll(".js-plotly-plot").length === 4');
    await again.page.close();
  } finally {
    await page.close();
    rmSync(join(OUTPUTS, name), { recursive: true, force: true });
  }
});
