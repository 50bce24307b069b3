import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium';
import { addFonts } from './fonts';
import { isPlotly, plotlyPage } from './plotly-page';

/** Milliseconds without an export after which the browser is closed, so that a command can end. */
const IDLE = 3000;

interface Studio {
  readonly browser: Browser;
  readonly page: Page;
}

interface Shared {
  studio?: Promise<Studio>;
  /** Settles when the page is free. */
  last: Promise<unknown>;
  idle?: NodeJS.Timeout;
}

const KEY = Symbol.for('fer-lab.figures.browser');
const holder = globalThis as { [KEY]?: Shared };
holder[KEY] ??= { last: Promise.resolve() };
const shared: Shared = holder[KEY];

/**
 * Runs an export in the page of the shared headless Chromium; exports run one at a time. The first export starts the
 * browser; three idle seconds close it. The page has no access to the network or the machine's files, except for those
 * of plotly.js.
 *
 * @throws InputError if there is no Chromium
 */
export function withPage<T>(use: (page: Page) => Promise<T>): Promise<T> {
  const turn = shared.last.then(async () => {
    clearTimeout(shared.idle);
    try {
      return await use((await running()).page);
    } finally {
      shared.idle = setTimeout(closeBrowser, IDLE);
    }
  });
  shared.last = turn.catch(() => undefined);
  return turn;
}

/** Closes the shared browser. The next export starts another. */
export async function closeBrowser(): Promise<void> {
  clearTimeout(shared.idle);
  const studio = shared.studio;
  shared.studio = undefined;
  if (studio) await (await studio).browser.close();
}

function running(): Promise<Studio> {
  shared.studio ??= open().catch((error) => {
    shared.studio = undefined;
    throw error;
  });
  return shared.studio;
}

async function open(): Promise<Studio> {
  const browser = await launchChromium({
    // Host names are not resolved; glyphs keep their font's widths instead of being rounded to pixels.
    args: ['--host-resolver-rules=MAP * ~NOTFOUND', '--font-render-hinting=none'],
    // Ctrl-C interrupts a cell or a training run; the browser must not end the process.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  browser.on('disconnected', () => {
    shared.studio = undefined;
  });
  try {
    return { browser, page: await openPage(browser) };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ offline: true });
  await page.goto(plotlyPage());
  await page.route('**', (route) => (isPlotly(route.request().url()) ? route.continue() : route.abort()));
  await addFonts(page);
  return page;
}
