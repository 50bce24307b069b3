import type { Figure } from './figure';
import { printSize } from './print';

/** Height of a title's line on paper, inches. */
const LINE = 0.2;

/**
 * The figure under a title, as `titled(confusionMatrix(confusion), heading(evaluation))`. (A paper has captions instead.)
 */
export function titled(figure: Figure, text: string): Figure {
  const { width, height } = printSize(figure);
  const { layout } = figure;
  return {
    ...figure,
    layout: { ...layout, title: { text }, meta: { ...layout.meta, print: { width, height: height + LINE } } },
  };
}
