import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './chromium';
import { addFonts } from './fonts';

/** Milliseconds without an export after which the browser is closed, so that a command can end. */
const IDLE = 3000;

/** A running browser, and its page in which `Plotly` is defined. */
interface Studio {
  readonly browser: Browser;
  readonly drawing: Page;
}

interface Shared {
  studio?: Promise<Studio>;
  /** Exports under way. */
  users: number;
  timer?: NodeJS.Timeout;
}

const KEY = Symbol.for('fer-lab.figures.browser');
const holder = globalThis as { [KEY]?: Shared };
holder[KEY] ??= { users: 0 };
const shared: Shared = holder[KEY];

/**
 * Lends the shared headless Chromium, which the first call starts and which is closed after three idle seconds. Nothing
 * in it reaches the network.
 *
 * @throws InputError where there is no Chromium
 */
export async function withBrowser<T>(use: (studio: Studio) => Promise<T>): Promise<T> {
  clearTimeout(shared.timer);
  shared.users++;
  try {
    return await use(await running());
  } finally {
    shared.users--;
    if (shared.users === 0) shared.timer = setTimeout(closeBrowser, IDLE);
  }
}

/** Closes the shared browser now. The next export starts another. */
export async function closeBrowser(): Promise<void> {
  clearTimeout(shared.timer);
  const studio = shared.studio;
  shared.studio = undefined;
  if (studio) await (await studio).browser.close();
}

/** An empty page that reaches nothing: neither the network nor the machine's files. */
export async function sealedPage(browser: Browser, dpi: number): Promise<Page> {
  const page = await browser.newPage({ offline: true, deviceScaleFactor: dpi / 96 });
  await seal(page);
  return page;
}

async function seal(page: Page): Promise<void> {
  await page.route('**', (route) => route.abort());
}

function running(): Promise<Studio> {
  shared.studio ??= open().catch((error) => {
    shared.studio = undefined;
    throw error;
  });
  return shared.studio;
}

async function open(): Promise<Studio> {
  const { executable, libraries } = await findChromium();
  // Ctrl-C interrupts a cell or a training run; the browser must not take the process down with it.
  const browser = await chromium.launch({
    executablePath: executable,
    // Names lead nowhere; letters keep the widths of their font instead of the screen's whole pixels.
    args: ['--host-resolver-rules=MAP * ~NOTFOUND', '--font-render-hinting=none'],
    env: libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  browser.on('disconnected', () => {
    shared.studio = undefined;
  });
  try {
    return { browser, drawing: await drawingPage(browser) };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** A page from the disk may load plotly.js from the disk, which takes half as long as sending its 10 MB. */
async function drawingPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ offline: true });
  await page.goto(address('plotly.js-dist/LICENSE'));
  await page.addScriptTag({ url: address('plotly.js-dist/plotly.js') });
  await page.setContent('');
  await addFonts(page);
  await seal(page);
  return page;
}

function address(file: string): string {
  return pathToFileURL(require.resolve(file)).href;
}
