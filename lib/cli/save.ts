import { InputError } from '../errors';
import { closeBrowser } from '../figures/browser';
import { save } from '../figures/export';
import type { Figure } from '../figures/figure';

/** Writes figures by name. Without a Chromium the numbers are still there, so that it is worth a line, not an error. */
export async function saveFigures(folder: string, figures: Readonly<Record<string, Figure>>): Promise<void> {
  try {
    for (const [name, figure] of Object.entries(figures)) await save(figure, name, { folder });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(`no figures: ${error.message}`);
  } finally {
    await closeBrowser();
  }
}
