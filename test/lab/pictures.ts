/**
 * Takes the pictures of the documentation from the executed notebooks in outputs/notebooks/:
 *
 *     node --require ./scripts/system/register-typescript.cjs test/lab/pictures.ts
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OUTPUTS, ROOT } from '../../lib/core/files';
import { closeBrowser } from '../../lib/figures/browser';
import { launchChromium } from '../../lib/figures/chromium';
import type { Figure } from '../../lib/figures/figure';
import { render } from '../../lib/figures/save';
import { savedFigures } from './fixture';
import { JupyterLab } from './jupyterlab';
import { NotebookPage } from './notebook-page';

/** Which figure of 06-try is its picture: the faces with their answers. */
const FACES = 1;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fer-pictures-'));
  copyFileSync(executed('02-train'), join(folder, '02-train.ipynb'));
  const browser = await launchChromium();
  const lab = await JupyterLab.start(folder);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1.5 });
    page.setDefaultTimeout(180_000);
    const notebook = new NotebookPage(page, lab, '02-train.ipynb');
    await notebook.open();
    await page.locator('.js-plotly-plot').first().waitFor();
    await page.keyboard.press('Control+b'); // closes the list of files
    await page.waitForTimeout(2000);
    // The second chart, after the gallery of faces, shows the curves as they grew.
    for (let times = 0; times < 3; times++) {
      await page.evaluate("document.querySelectorAll('.js-plotly-plot')[1].scrollIntoView({ block: 'end' })");
      await page.waitForTimeout(5000); // what comes into view is drawn, and moves what is below it
    }
    await page.screenshot({ path: join(ROOT, 'docs', '02-train.png') });
    await page.close();
    const figure = savedFigures(executed('06-try'))[FACES]['application/vnd.plotly.v1+json'] as Figure;
    const png = (await render(figure, { format: 'png', width: 560, height: 420 })).toString('base64');
    const photo = await browser.newPage({ viewport: { width: 560, height: 420 } });
    await photo.setContent(`<body style="margin: 0"><img src="data:image/png;base64,${png}">`);
    await photo.screenshot({ path: join(ROOT, 'notebooks', 'pictures', '06-try.jpg'), type: 'jpeg', quality: 85 });
  } finally {
    await browser.close();
    await closeBrowser();
    await lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function executed(name: string): string {
  return join(OUTPUTS, 'notebooks', `${name}.ipynb`);
}

main();
