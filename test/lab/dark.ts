import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../lib/core/files';
import type { Figure } from '../../lib/figures/figure';

/** The functions of `theme.js`. */
export interface Theme {
  darkened(layout: object): { readonly annotations?: readonly Label[]; readonly paper_bgcolor: string };
  darkenedTraces(data: readonly object[], layout: object): readonly Record<string, unknown>[];
}

interface Label {
  readonly text?: string;
  readonly font?: { readonly color?: string };
  readonly bgcolor?: string;
}

/** Least contrast of text and of lines with their ground (WCAG 2.2, 1.4.3 for large text and 1.4.11). */
const LEAST = 3;

/** The extension's theme, on a page without JupyterLab's colours, so that its own ones count. */
export async function loadTheme(): Promise<Theme> {
  Object.assign(globalThis, { document: { body: {} }, getComputedStyle: () => ({ getPropertyValue: () => '' }) });
  const module = pathToFileURL(join(ROOT, 'lab', 'extension', 'static', 'theme.js')).href;
  // An ES module, which `import()` in TypeScript does not load: it is compiled to `require`.
  return new Function('module', 'return import(module)')(module);
}

/** Labels and lines of a figure that are hard to see in the dark theme. */
export function faultsInDark(theme: Theme, { data, layout }: Figure): string[] {
  const { annotations = [], paper_bgcolor: paper } = theme.darkened(layout);
  const labels = annotations
    .filter(({ text }) => text)
    .map(({ text, font, bgcolor = paper }) => ({ what: `label ${text}`, colour: font?.color, ground: bgcolor }));
  const lines = theme.darkenedTraces(data, layout).flatMap(({ name, mode, line, marker }) =>
    Object.entries({ line, marker }).flatMap(([part, style]) => {
      const isDrawn = part === 'line' ? !/^(markers|text)$/.test(String(mode)) : /markers/.test(String(mode));
      const colour = (style as { color?: unknown } | undefined)?.color;
      return isDrawn && typeof colour === 'string' ? [{ what: `${part} of ${name}`, colour, ground: paper }] : [];
    }),
  );
  return [...labels, ...lines].flatMap(({ what, colour, ground }) => {
    const ratio = colour === undefined ? 0 : contrast(colour, ground);
    return ratio >= LEAST ? [] : [`${what}: ${colour} on ${ground} has a contrast of ${ratio.toFixed(1)}`];
  });
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance of `#rgb`, `#rrggbb`, `rgb(r,g,b)`, white or black. */
function luminance(colour: string): number {
  const hex = { white: '#ffffff', black: '#000000' }[colour] ?? colour.replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
  const bytes = /^#[0-9a-f]{6}$/i.test(hex)
    ? [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
    : (/^rgb\((\d+), ?(\d+), ?(\d+)\)$/.exec(colour)?.slice(1).map(Number) ?? []);
  if (bytes.length !== 3) throw new Error(`${colour} is not a colour that this test knows`);
  const [r, g, b] = bytes.map((byte) => {
    const value = byte / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
