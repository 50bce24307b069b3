import type { Figure } from './figure';
import { COLUMN, type PrintSize } from './theme';

/** CSS pixels in an inch. */
const PIXELS = 96;
/** Size of labels on paper, pixels: 7.5 points. Titles are a fifth larger. */
const TEXT = (7.5 / 72) * PIXELS;

/** What a figure measures on paper, inches, as its builder chose. */
export function printSize({ layout }: Figure): PrintSize {
  return (layout.meta as { print?: PrintSize } | undefined)?.print ?? { width: COLUMN, height: 2.4 };
}

/**
 * The figure at its size on paper: one unit of its layout is 1/96 inch, and its labels have 7.5 points.
 *
 * @param size inches; the figure's own where it is left out
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
