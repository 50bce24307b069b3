import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../lib/figures/chromium';

/** Typedoc's navigation has links within the headings that open its parts. Both are reached by Tab. */
const CONTEXT = "{ exclude: ['.tsd-navigation summary'] }";

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** Checks pages for accessibility with axe-core, in the Chromium that exports figures. */
export class Axe {
  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<Axe> {
    return new Axe(await launchChromium());
  }

  /** The serious faults of a file. */
  async faultsOf(file: string, colorScheme: 'light' | 'dark' = 'light'): Promise<string[]> {
    const page = await this.browser.newPage({ offline: true, bypassCSP: true, colorScheme });
    try {
      await page.goto(pathToFileURL(file).href);
      return await seriousFaults(page);
    } finally {
      await page.close();
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}

/**
 * The faults of an open page that are serious or critical by axe's own scale, each with its first element. The page's
 * context must ignore its policy (`bypassCSP`).
 */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: require.resolve('axe-core/axe.min.js') });
  const violations = await page.evaluate<Violation[]>(`axe.run(${CONTEXT}).then(({ violations }) => violations)`);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes: [{ html, failureSummary }] }) => `${id}: ${html}: ${failureSummary}`);
}
