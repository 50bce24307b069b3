import type { Annotation, LayoutImage, Shape } from 'plotly.js-dist-min';
import type { Figure } from './figure';
import { COLUMN, PALE, type PrintSize, type TitleOption, themed } from './theme';

/** A small square picture. */
export interface Tile {
  /** A PNG; without one, the tile is a pale square. */
  readonly png?: Buffer;
  /** Text below the tile; may contain `<br>`. */
  readonly caption?: string;
  /** Text in the middle of a tile that cannot be shown; may contain `<br>`. */
  readonly word?: string;
}

export interface TilesOptions extends TitleOption {
  /** Text above each column; may contain `<br>`. @default none */
  readonly headers?: readonly string[];
  /** Tiles per row, an integer ≥ 1; the number of tiles makes a strip. @default 5 */
  readonly columns?: number;
  /** Width on paper, inches. @default {@link COLUMN} */
  readonly width?: number;
}

/** Position of a tile, in tiles from the upper left corner. */
interface TilePosition {
  readonly x: number;
  readonly y: number;
}

/** Fraction of a tile's space that its picture fills. */
const FILL = 0.94;
const GAP = (1 - FILL) / 2;
/** Height of a line of text, inches. */
const LINE = 0.14;

/** Pictures in rows. */
export function tiles(pictures: readonly Tile[], options: TilesOptions = {}): Figure {
  const { headers = [], columns = 5, width = COLUMN, title } = options;
  const line = (LINE * columns) / width; // in tiles
  const rowHeight = 1 + lines(pictures.map(({ caption }) => caption)) * line;
  const top = -lines(headers) * line;
  const bottom = Math.ceil(pictures.length / columns) * rowHeight;
  const placed = pictures.map((tile, i) => ({
    ...tile,
    place: { x: i % columns, y: Math.floor(i / columns) * rowHeight },
  }));
  return {
    data: [{ type: 'scatter', x: [], y: [] }],
    layout: themed(
      paperSize(width, columns, bottom - top),
      {
        margin: { l: 0, r: 0, t: 0, b: 0 },
        xaxis: { visible: false, range: [0, columns], fixedrange: true },
        yaxis: { visible: false, range: [bottom, top], fixedrange: true, scaleanchor: 'x' },
        shapes: placed.flatMap(({ png, place }) => (png ? [] : [emptySquare(place)])),
        images: placed.flatMap(({ png, place }) => (png ? [picture(png, place)] : [])),
        annotations: [
          ...headers.map((text, x) => textAt(text, { x, y: top }, 'top')),
          ...placed.flatMap(({ caption, place: { x, y } }) =>
            caption === undefined ? [] : [textAt(caption, { x, y: y + 1 }, 'top')],
          ),
          ...placed.flatMap(({ word, place: { x, y } }) =>
            word === undefined ? [] : [textAt(word, { x, y: y + 0.5 }, 'middle')],
          ),
        ],
      },
      title,
    ),
  };
}

function paperSize(width: number, columns: number, rows: number): PrintSize {
  return { width, height: (width / columns) * rows };
}

/** The largest number of lines of several texts. */
function lines(texts: readonly (string | undefined)[]): number {
  return Math.max(0, ...texts.map((text) => text?.split('<br>').length ?? 0));
}

function picture(png: Buffer, { x, y }: TilePosition): Partial<LayoutImage> {
  return {
    source: `data:image/png;base64,${png.toString('base64')}`,
    xref: 'x',
    yref: 'y',
    x: x + GAP,
    y: y + GAP,
    sizex: FILL,
    sizey: FILL,
  };
}

function emptySquare({ x, y }: TilePosition): Partial<Shape> {
  const corners = { x0: x + GAP, x1: x + 1 - GAP, y0: y + GAP, y1: y + 1 - GAP };
  return { type: 'rect', xref: 'x', yref: 'y', ...corners, fillcolor: PALE, line: { width: 0 }, layer: 'below' };
}

function textAt(text: string, { x, y }: TilePosition, yanchor: 'top' | 'middle'): Partial<Annotation> {
  return { text, x: x + 0.5, y, xanchor: 'center', yanchor, showarrow: false, borderpad: 0 };
}
