import type { Page } from 'playwright-core';
import { withPage } from './browser';
import type { Figure } from './figure';
import { fontRules } from './fonts';
import { loadPlotly } from './plotly-page';
import { withResolution } from './png';

export const FORMATS = ['pdf', 'svg', 'png'] as const;
export type Format = (typeof FORMATS)[number];

/** The size of a drawn figure. */
export interface Canvas {
  /** CSS pixels, 96 per inch. */
  readonly width: number;
  /** CSS pixels. */
  readonly height: number;
  /** Dots per inch of a PNG. */
  readonly dpi: number;
}

/** A figure's files, one per format. Plotly draws it once, as SVG, from which Chromium prints the others. */
export async function draw(figure: Figure, formats: readonly Format[], canvas: Canvas): Promise<Buffer[]> {
  return withPage(async (page) => {
    const svg = await toSvg(page, figure, canvas);
    await page.setContent(`<!doctype html><style>@page{margin:0}body{margin:0}svg{display:block}</style>${svg}`);
    const files: Buffer[] = [];
    for (const format of formats) files.push(format === 'svg' ? withFonts(svg) : await print(page, format, canvas));
    return files;
  });
}

/** A figure as SVG without fonts, for a page that includes {@link fontRules} once for all figures. */
export function drawSvg(figure: Figure, canvas: Omit<Canvas, 'dpi'>): Promise<string> {
  return withPage((page) => toSvg(page, figure, canvas));
}

async function toSvg(page: Page, figure: Figure, { width, height }: Omit<Canvas, 'dpi'>): Promise<string> {
  await loadPlotly(page, figure);
  const { data, layout } = figure;
  const request = JSON.stringify([
    { data, layout },
    { format: 'svg', width, height },
  ]);
  const url: string = await page.evaluate(`Plotly.toImage(...${request})`);
  return decodeURIComponent(url.slice(url.indexOf(',') + 1));
}

function withFonts(svg: string): Buffer {
  return Buffer.from(svg.replace(/<svg[^>]*>/, (start) => `${start}<style>${fontRules()}</style>`));
}

async function print(page: Page, format: 'pdf' | 'png', { width, height, dpi }: Canvas): Promise<Buffer> {
  if (format === 'pdf') {
    return page.pdf({ width: `${width}px`, height: `${height}px`, printBackground: true, pageRanges: '1' });
  }
  // Playwright's own screenshots have only the scale with which the page was opened.
  const chromium = await page.context().newCDPSession(page);
  const clip = { x: 0, y: 0, width, height, scale: dpi / 96 };
  const { data } = await chromium.send('Page.captureScreenshot', { format: 'png', clip, captureBeyondViewport: true });
  await chromium.detach();
  return withResolution(Buffer.from(data, 'base64'), dpi);
}
