import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { Figure } from './figure';

const FULL = 'plotly.js-dist-min/plotly.min.js';
const CARTESIAN = 'plotly.js-cartesian-dist-min/plotly-cartesian.min.js';

/** The types of traces in plotly.js's cartesian bundle, which loads in less than half the time of the full one. */
export const CARTESIAN_TYPES: ReadonlySet<string> = new Set(
  'bar box contour heatmap histogram histogram2d histogram2dcontour image pie scatter scatterternary violin'.split(' '),
);

/** The bundle that a page loaded last. */
const loaded = new WeakMap<Page, string>();

/** A page on disk, which can load plotly.js from disk: twice as fast as sending its 5 MB. */
export const plotlyPage = () => address('plotly.js-dist-min/LICENSE');

/** Whether an address is that of plotly.js. */
export function isPlotly(url: string): boolean {
  return url === address(FULL) || url === address(CARTESIAN);
}

/** Defines `Plotly` in a {@link plotlyPage}, with the types of traces that a figure has. */
export async function loadPlotly(page: Page, { data }: Figure): Promise<void> {
  const isCartesian = data.every(({ type = 'scatter' }) => CARTESIAN_TYPES.has(type));
  const before = loaded.get(page);
  if (before === FULL || (isCartesian && before === CARTESIAN)) return;
  const bundle = isCartesian ? CARTESIAN : FULL;
  await page.addScriptTag({ url: address(bundle) });
  loaded.set(page, bundle);
}

function address(file: string): string {
  return pathToFileURL(require.resolve(file)).href;
}
