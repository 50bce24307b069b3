import type { Layout } from 'plotly.js-dist-min';
import type { Figure } from '../figures/figure';
import { PAGE, type PrintSize } from '../figures/theme';

/** Screen pixels per inch on paper: text of 12 pixels then has about the proportions of the print. */
const PIXELS = 130;

/**
 * The figure at a size for the screen, unless its layout sets one: with its proportions on paper, and as wide as the
 * notebook if it fills the width of the paper.
 */
export function onScreen(figure: Figure): Figure {
  const { layout } = figure;
  const print = (layout.meta as { print?: PrintSize } | undefined)?.print;
  if (!print) return figure;
  const size: Partial<Layout> = { height: Math.round(print.height * PIXELS) };
  if (print.width < PAGE) size.width = Math.round(print.width * PIXELS);
  return { ...figure, layout: { ...size, ...layout } };
}
