import type { Page } from 'playwright-core';
import { sealedPage, withBrowser } from './browser';
import type { Figure } from './figure';
import { addFonts, fontRules } from './fonts';
import { withResolution } from './png';

export const FORMATS = ['pdf', 'svg', 'png'] as const;
export type Format = (typeof FORMATS)[number];

/** How large a figure is drawn. */
export interface Canvas {
  /** CSS pixels, of which an inch has 96. */
  readonly width: number;
  /** CSS pixels. */
  readonly height: number;
  /** Dots an inch of a PNG. */
  readonly dpi: number;
}

/** A figure's files, one for each format: Plotly draws it once, as SVG, from which Chromium prints the others. */
export async function draw(figure: Figure, formats: readonly Format[], canvas: Canvas): Promise<Buffer[]> {
  return withBrowser(async ({ browser, drawing }) => {
    const svg = await toSvg(drawing, figure, canvas);
    const whole = Buffer.from(svg.replace(/<svg[^>]*>/, (start) => `${start}<style>${fontRules()}</style>`));
    if (formats.every((format) => format === 'svg')) return formats.map(() => whole);
    const page = await sealedPage(browser, canvas.dpi);
    try {
      await page.setViewportSize({ width: Math.ceil(canvas.width), height: Math.ceil(canvas.height) });
      await page.setContent(`<!doctype html><style>@page{margin:0}body{margin:0}svg{display:block}</style>${svg}`);
      await addFonts(page);
      const files: Buffer[] = [];
      for (const format of formats) files.push(format === 'svg' ? whole : await print(page, format, canvas));
      return files;
    } finally {
      await page.close();
    }
  });
}

async function toSvg(drawing: Page, { data, layout }: Figure, { width, height }: Canvas): Promise<string> {
  const request = JSON.stringify([
    { data, layout },
    { format: 'svg', width, height },
  ]);
  const url: string = await drawing.evaluate(`Plotly.toImage(...${request})`);
  return decodeURIComponent(url.slice(url.indexOf(',') + 1));
}

async function print(page: Page, format: 'pdf' | 'png', { width, height, dpi }: Canvas): Promise<Buffer> {
  if (format === 'pdf') {
    return page.pdf({ width: `${width}px`, height: `${height}px`, printBackground: true, pageRanges: '1' });
  }
  return withResolution(await page.screenshot({ clip: { x: 0, y: 0, width, height } }), dpi);
}
