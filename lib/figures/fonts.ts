import { readFileSync } from 'node:fs';

const WEIGHTS = { normal: 400, bold: 700 } as const;

/**
 * The style rules that bring a figure's letters with it, so that they are the same on a machine without fonts: Arimo,
 * whose shapes and widths are Arial's, from npm's `@fontsource/arimo`. Without that package they are empty, and the
 * system's Arial or Liberation Sans is used.
 */
export function fontFaces(): string {
  return Object.entries(WEIGHTS)
    .map(([weight, number]) => face(weight, `@fontsource/arimo/files/arimo-latin-${number}-normal.woff2`))
    .join('');
}

function face(weight: string, file: string): string {
  try {
    const data = readFileSync(require.resolve(file)).toString('base64');
    return `@font-face{font-family:Arimo;font-weight:${weight};src:url(data:font/woff2;base64,${data}) format("woff2")}`;
  } catch {
    return '';
  }
}
