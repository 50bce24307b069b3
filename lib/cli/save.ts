import { InputError } from '../errors';
import { closeBrowser } from '../figures/browser';
import { save } from '../figures/export';
import type { Figure } from '../figures/figure';

/** Writes figures by name, if there is a Chromium. */
export function saveFigures(folder: string, figures: Readonly<Record<string, Figure>>): Promise<void> {
  return withChromium(async () => {
    for (const [name, figure] of Object.entries(figures)) await save(figure, name, { folder });
  });
}

/** Draws figures. Without a Chromium the numbers are still there, so that this prints a line and is no error. */
export async function withChromium(draw: () => Promise<unknown>): Promise<void> {
  try {
    await draw();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.log(`no figures: ${error.message}`);
  } finally {
    await closeBrowser();
  }
}
