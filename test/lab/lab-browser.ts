import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../lib/figures/chromium';
import { JupyterLab } from './jupyterlab';

/** A JupyterLab on a folder of its own, and a browser that looks at it. */
export class LabBrowser {
  /** Addresses on other machines that pages asked for. */
  readonly strangers: string[] = [];

  private constructor(
    readonly folder: string,
    readonly lab: JupyterLab,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<LabBrowser> {
    const folder = mkdtempSync(join(tmpdir(), 'fer-notebooks-'));
    const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
    const browser = await launchChromium({
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet],
    });
    return new LabBrowser(folder, await JupyterLab.start(folder), browser);
  }

  async newPage(): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(http|ws)/.test(protocol) && hostname !== '127.0.0.1') this.strangers.push(request.url());
    });
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.lab.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
