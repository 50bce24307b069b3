import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import type { Figure } from './figure';

/** A page on disk, which can load plotly.js from disk: twice as fast as sending its 5 MB. */
export const PLOTLY_PAGE = address('plotly.js-dist-min/LICENSE');
const FULL = address('plotly.js-dist-min/plotly.min.js');
const CARTESIAN = address('plotly.js-cartesian-dist-min/plotly-cartesian.min.js');

/** The types of traces in plotly.js's cartesian bundle, which loads in less than half the time of the full one. */
export const CARTESIAN_TYPES: ReadonlySet<string> = new Set(
  'bar box contour heatmap histogram histogram2d histogram2dcontour image pie scatter scatterternary violin'.split(' '),
);

/** The bundle that a page loaded last. */
const loaded = new WeakMap<Page, string>();

/** Defines `Plotly` in a page, with the types of traces that a figure has. */
export async function loadPlotly(page: Page, { data }: Figure): Promise<void> {
  const isCartesian = data.every(({ type = 'scatter' }) => CARTESIAN_TYPES.has(type));
  const before = loaded.get(page);
  if (before === FULL || (isCartesian && before === CARTESIAN)) return;
  const url = isCartesian ? CARTESIAN : FULL;
  await page.addScriptTag({ url });
  loaded.set(page, url);
}

/** Whether an address is that of plotly.js. */
export function isPlotly(url: string): boolean {
  return url === FULL || url === CARTESIAN;
}

function address(file: string): string {
  return pathToFileURL(require.resolve(file)).href;
}
