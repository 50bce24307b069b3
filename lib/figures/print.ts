import type { Figure } from './figure';
import { COLUMN, type PrintSize } from './theme';

/** CSS pixels per inch. */
const PIXELS = 96;
/** Font size of labels on paper, in pixels: 7.5 points. Titles are a fifth larger. */
const TEXT = (7.5 / 72) * PIXELS;

/** A figure's size on paper, inches, as its builder set it. */
export function printSize({ layout }: Figure): PrintSize {
  return (layout.meta as { print?: PrintSize } | undefined)?.print ?? { width: COLUMN, height: 2.4 };
}

/**
 * A size for figures, inches: the given width and height; without a height, each figure's own shape at the given width.
 * What is not given stays undefined.
 */
export function sizeOnPaper({ width, height }: Partial<PrintSize>): (figure: Figure) => Partial<PrintSize> {
  return (figure) => {
    const own = printSize(figure);
    return { width, height: height ?? (width && (own.height * width) / own.width) };
  };
}

/**
 * The figure at its size on paper: one unit of its layout is 1/96 inch, and its labels have 7.5 points.
 *
 * @param size inches; by default the figure's own size
 */
export function printed(figure: Figure, size: Partial<PrintSize> = {}): Figure {
  const own = printSize(figure);
  const width = size.width ?? own.width;
  const height = size.height ?? own.height;
  const { title } = figure.layout;
  return {
    ...figure,
    layout: {
      ...figure.layout,
      width: width * PIXELS,
      height: height * PIXELS,
      font: { ...figure.layout.font, size: TEXT },
      ...(title ? { title: { ...title, font: { size: 1.2 * TEXT } } } : {}),
    },
  };
}
