import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium } from '../../lib/figures/chromium';
import type { Picture } from '../../lib/photos/picture';
import { y4m } from '../photos/y4m';

/** A headless Chromium whose camera shows pictures, one a second; it notes requests and errors of its pages. */
export class DemoBrowser {
  /** Messages of errors in pages. */
  readonly faults: string[] = [];
  /** Machines that pages asked for something. */
  readonly hosts = new Set<string>();

  private constructor(
    private readonly browser: Browser,
    private readonly folder: string,
  ) {}

  static async start(pictures: readonly Picture[]): Promise<DemoBrowser> {
    const folder = mkdtempSync(join(tmpdir(), 'fer-camera-'));
    const video = join(folder, 'camera.y4m');
    writeFileSync(video, y4m(pictures, 1));
    const browser = await launchChromium({
      args: [
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
        `--use-file-for-fake-video-capture=${video}`,
      ],
    });
    return new DemoBrowser(browser, folder);
  }

  async close(): Promise<void> {
    await this.browser.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Opens a demo page and waits until it is ready. */
  async open(address: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await this.browser.newPage(options);
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol !== 'data:' && protocol !== 'blob:') this.hosts.add(hostname);
    });
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
    await page.goto(address);
    await says(page, /^(Ready|This page)/);
    assert.match((await page.textContent('#status')) ?? '', /^Ready/);
    return page;
  }
}

/** Waits until the page says something. The page's own policy forbids predicates in it, so they are asked from here. */
export async function says(page: Page, words: RegExp): Promise<void> {
  let said = '';
  for (let tries = 0; tries < 900; tries++) {
    said = (await page.textContent('#status')) ?? '';
    if (words.test(said)) return;
    await sleep(100);
  }
  throw new Error(`the page says: ${said}`);
}
