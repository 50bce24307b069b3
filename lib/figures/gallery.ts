import type { Annotation, LayoutImage } from 'plotly.js-dist';
import { SIZE } from '../data/dataset';
import { InputError } from '../errors';
import type { Figure } from './figure';
import { grayPng } from './png';
import { COLUMN, type PrintSize, themed } from './theme';

export interface GalleryOptions {
  /** Below each image, `[n]`; may hold `<br>`. @default none */
  readonly captions?: readonly string[];
  /** Images a row, an integer ≥ 1: `n` makes a strip. @default 5 */
  readonly columns?: number;
  /** Width and height of an image, pixels. @default 48 */
  readonly size?: number;
  /** On paper, inches. @default {@link COLUMN} */
  readonly width?: number;
}

/** Dots for each pixel: an image is drawn as squares, so that no viewer smooths it. */
const ZOOM = 6;
/** Share of its place that an image fills. */
const FILL = 0.94;
/** Height of a caption's line, inches. */
const LINE = 0.14;

/**
 * Gray images in rows, each pixel a sharp square.
 *
 * @param images gray values 0–255, `[n, size, size]`
 * @throws InputError where `images` is not a whole number of images, or the captions are not one for each
 */
export function gallery(images: Uint8Array, options: GalleryOptions = {}): Figure {
  const { captions = [], columns = 5, size = SIZE, width = COLUMN } = options;
  const n = images.length / size ** 2;
  if (!Number.isInteger(n))
    throw new InputError('images', images.length, `must be a multiple of ${size} × ${size} pixels`);
  if (captions.length !== 0 && captions.length !== n) {
    throw new InputError('captions', captions.length, `must be one for each of ${n} images`);
  }
  const lines = Math.max(0, ...captions.map((caption) => caption.split('<br>').length));
  const rowHeight = 1 + (lines * LINE * columns) / width; // in widths of an image
  const rows = Math.ceil(n / columns);
  const places = Array.from({ length: n }, (_, i) => ({ x: i % columns, y: Math.floor(i / columns) * rowHeight }));
  return {
    data: [{ type: 'scatter', x: [], y: [] }],
    layout: themed(paperSize(width, columns, rows * rowHeight), {
      margin: { l: 0, r: 0, t: 0, b: 0 },
      xaxis: { visible: false, range: [0, columns], fixedrange: true },
      yaxis: { visible: false, range: [rows * rowHeight, 0], fixedrange: true, scaleanchor: 'x' },
      images: places.map((place, i) => picture(images.subarray(i * size ** 2, (i + 1) * size ** 2), size, place)),
      annotations: captions.map((text, i) => caption(text, places[i])),
    }),
  };
}

function paperSize(width: number, columns: number, rows: number): PrintSize {
  return { width, height: (width / columns) * rows };
}

function picture(pixels: Uint8Array, size: number, { x, y }: { x: number; y: number }): Partial<LayoutImage> {
  const png = grayPng(pixels, size, size, ZOOM);
  const gap = (1 - FILL) / 2;
  return {
    source: `data:image/png;base64,${png.toString('base64')}`,
    xref: 'x',
    yref: 'y',
    x: x + gap,
    y: y + gap,
    sizex: FILL,
    sizey: FILL,
  };
}

function caption(text: string, { x, y }: { x: number; y: number }): Partial<Annotation> {
  return { text, x: x + 0.5, y: y + 1, xanchor: 'center', yanchor: 'top', showarrow: false, borderpad: 0 };
}
