import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Picture } from '../../lib/photos/picture';
import { browserWithCamera } from './browser';

/** A browser whose camera shows pictures, one a second, and what its pages asked for and complained about. */
export class DemoBrowser {
  /** Messages of errors in pages. */
  readonly faults: string[] = [];
  /** Machines that pages asked for something. */
  readonly hosts = new Set<string>();

  private constructor(
    private readonly browser: Browser,
    readonly close: () => Promise<void>,
  ) {}

  static async start(pictures: readonly Picture[]): Promise<DemoBrowser> {
    const { browser, close } = await browserWithCamera(pictures, 1);
    return new DemoBrowser(browser, close);
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
