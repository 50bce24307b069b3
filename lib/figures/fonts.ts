import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** A weight of Arimo, whose shapes and widths are Arial's, as WOFF2 in base64. */
interface Font {
  readonly weight: '400' | '700';
  readonly data: string;
}

/** The style rules with which an SVG embeds its fonts. */
export function fontRules(): string {
  return fonts()
    .map(
      ({ weight, data }) =>
        `@font-face{font-family:Arimo;font-weight:${weight};src:url(data:font/woff2;base64,${data})}`,
    )
    .join('');
}

/** Adds the figures' fonts to a page. Wait for it before printing: otherwise they are missing. */
export async function addFonts(page: Page): Promise<void> {
  await page.evaluate(`Promise.all(${JSON.stringify(fonts())}.map(async ({ weight, data }) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    document.fonts.add(await new FontFace('Arimo', bytes, { weight }).load());
  }))`);
}

/**
 * From npm's `@fontsource/arimo`, so that text looks the same on every machine, even without fonts. Empty if the
 * package is not installed; then the system's Arial or Liberation Sans is used.
 */
function fonts(): Font[] {
  return (['400', '700'] as const).flatMap((weight) => {
    try {
      const file = require.resolve(`@fontsource/arimo/files/arimo-latin-${weight}-normal.woff2`);
      return [{ weight, data: readFileSync(file, 'base64') }];
    } catch {
      return [];
    }
  });
}
