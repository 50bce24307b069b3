import type { Metrics } from '../evaluation/metrics';
import { cells, ticks } from './cells';
import type { Figure } from './figure';
import { COLUMN, PAGE, type TitleOption, themed } from './theme';

export interface ConfusionMatrixOptions extends TitleOption {
  /**
   * Shade each cell by its share of the row, and print the share (%) above the count. If false, shade by the count and
   * print only the count.
   * @default true
   */
  readonly normalise?: boolean;
}

/** Width of a cell on paper, inches, that leaves room for its numbers. */
const CELL = 0.38;

/** Images by true and predicted class. The diagonal of a normalised matrix is the recall of each class. */
export function confusionMatrix(
  { confusion, classes }: Pick<Metrics, 'confusion' | 'classes'>,
  { normalise = true, title }: ConfusionMatrixOptions = {},
): Figure {
  const classTicks = ticks(classes);
  const end = classes.length - 0.5;
  const width = Math.max(COLUMN, Math.min(PAGE, 0.8 + CELL * classes.length));
  const most = Math.max(1, ...confusion.flat());
  const grid = confusion.flatMap((row, y) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, x) => {
      const share = images === 0 ? 0 : count / images;
      const percent = (100 * share).toFixed(1);
      const hover = `${classes[y]} predicted as ${classes[x]}: ${count} of ${images} (${percent} %)`;
      if (!normalise) return { x, y, shade: count / most, text: String(count), hover };
      return { x, y, shade: share, text: `${percent}<br>${count}`, hover };
    });
  });
  return {
    data: [cells(grid)],
    layout: themed(
      { width, height: width - 0.2 },
      {
        barmode: 'overlay',
        bargap: 0,
        xaxis: { ...classTicks, range: [-0.5, end], tickangle: -45, title: { text: 'Predicted' } },
        yaxis: { ...classTicks, range: [end, -0.5], title: { text: 'True' } },
      },
      title,
    ),
  };
}
