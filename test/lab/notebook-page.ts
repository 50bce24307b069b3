import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { JupyterLab } from './jupyterlab';

/** What the page shows of its first chart, at one moment. */
export interface Sample {
  readonly seconds: number;
  /** Points of the first trace. */
  readonly points: number;
  readonly height: number;
  /** Whether the chart is still the node that it was at first. */
  readonly sameNode: boolean;
}

/**
 * A notebook open in a real JupyterLab, controlled like by its reader. Code for the page is text, since it runs in
 * another context.
 */
export class NotebookPage {
  constructor(
    readonly page: Page,
    private readonly lab: JupyterLab,
    readonly file: string,
  ) {}

  /** Opens the notebook and waits for its kernel. */
  async open(): Promise<void> {
    await this.page.goto(this.lab.page(this.file));
    await this.page.locator('.jp-Notebook .jp-CodeCell').first().waitFor();
    await this.page.getByText(/\| Idle$/).waitFor({ timeout: 90_000 });
  }

  /** Opens the notebook while no kernel can start: the request never reaches the server. */
  async openWithoutKernel(): Promise<void> {
    await this.page.route('**/api/sessions*', async (route) => {
      if (route.request().method() !== 'POST') await route.continue();
    });
    await this.page.goto(this.lab.page(this.file));
  }

  /** Chooses an entry of JupyterLab's menus. */
  async menu(...path: readonly string[]): Promise<void> {
    const [menu, ...items] = path;
    await this.page
      .locator('.lm-MenuBar-item')
      .filter({ hasText: new RegExp(`^${menu}$`) })
      .click();
    for (const item of items) {
      await this.page.locator('.lm-Menu-itemLabel').getByText(item, { exact: true }).click();
    }
  }

  async runAll(): Promise<void> {
    await this.menu('Run', 'Run All Cells');
  }

  /** Waits until no cell is waiting or running. Fails with the cells' stderr, which includes errors. */
  async finished(timeout: number): Promise<void> {
    const busy = '[...document.querySelectorAll(".jp-InputArea-prompt")].some((e) => e.textContent.includes("*"))';
    await this.page.waitForFunction(`!${busy}`, undefined, { timeout, polling: 250 });
    const errors = await this.page.locator('.jp-OutputArea-output[data-mime-type$="stderr"]').allTextContents();
    if (errors.length > 0) throw new Error(errors.join('\n'));
  }

  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.jp-mod-current.jp-mod-dirty').waitFor({ state: 'detached' });
  }

  /** Looks at chart `index` fifty times a second from now on. */
  async watchChart(index = 0): Promise<void> {
    await this.page.evaluate(`{
      window.samples = [];
      let first;
      setInterval(() => {
        const chart = document.querySelectorAll('.js-plotly-plot')[${index}];
        if (!chart?.data) return;
        first ??= chart;
        const { height } = chart.getBoundingClientRect();
        const points = chart.data[0].x.length;
        window.samples.push({ seconds: performance.now() / 1000, points, height, sameNode: chart === first });
      }, 20);
    }`);
  }

  async samples(): Promise<Sample[]> {
    return this.page.evaluate('window.samples');
  }

  /** A property of chart `index`, as `_fullLayout.xaxis.range`. */
  async chart<T>(property: string, index = 0): Promise<T> {
    return this.page.evaluate(`document.querySelectorAll('.js-plotly-plot')[${index}].${property}`);
  }

  /** Dialogs and notifications, as text. */
  async popUps(): Promise<string[]> {
    return this.page.locator('.jp-Dialog, .Toastify__toast').allTextContents();
  }

  /** How bright a colour among chart `index`'s properties is, 0–1. */
  async brightness(property: string, index = 0): Promise<number> {
    const [r, g, b] = await this.page.evaluate<number[]>(`{
      const context = document.createElement('canvas').getContext('2d');
      context.fillStyle = document.querySelectorAll('.js-plotly-plot')[${index}].${property};
      context.fillRect(0, 0, 1, 1);
      [...context.getImageData(0, 0, 1, 1).data];
    }`);
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  }

  /** Keeps a picture of the page in the folder that `LAB_SCREENSHOTS` names, if it names one. */
  async screenshot(name: string): Promise<void> {
    const folder = process.env.LAB_SCREENSHOTS;
    if (folder) await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

/** Fails unless the chart kept its height and its node while it was watched. */
export function assertSteady(samples: readonly Sample[]): void {
  const heights = samples.filter(({ height }, i) => height !== samples[i - 1]?.height);
  const seen = heights.map(
    ({ height, seconds, points }) => `${height} px from ${seconds.toFixed(2)} s, ${points} points`,
  );
  assert.equal(heights.length, 1, `the height changed: ${seen.join('; ')}`);
  assert.ok(
    samples.every(({ sameNode }) => sameNode),
    'the chart was replaced',
  );
}
