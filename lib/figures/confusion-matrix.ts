import { EMOTIONS } from '../data/dataset';
import { cells, ticks } from './cells';
import type { Figure } from './figure';
import { COLUMN, type TitleOption, themed } from './theme';

export interface ConfusionMatrixOptions extends TitleOption {
  /**
   * Shade each cell by its share of the row, and print the share (%) above the count. If false, shade by the count and
   * print only the count.
   * @default true
   */
  readonly normalise?: boolean;
}

const EMOTION_TICKS = ticks(EMOTIONS);

/**
 * Images by true and predicted emotion. The diagonal of a normalised matrix is the recall of each emotion.
 *
 * @param confusion counts, `[7, 7]`, rows are true labels
 */
export function confusionMatrix(
  confusion: readonly (readonly number[])[],
  { normalise = true, title }: ConfusionMatrixOptions = {},
): Figure {
  const most = Math.max(1, ...confusion.flat());
  const grid = confusion.flatMap((row, y) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, x) => {
      const share = images === 0 ? 0 : count / images;
      const percent = (100 * share).toFixed(1);
      const hover = `${EMOTIONS[y]} predicted as ${EMOTIONS[x]}: ${count} of ${images} (${percent} %)`;
      if (!normalise) return { x, y, shade: count / most, text: String(count), hover };
      return { x, y, shade: share, text: `${percent}<br>${count}`, hover };
    });
  });
  return {
    data: [cells(grid)],
    layout: themed(
      { width: COLUMN, height: 3.3 },
      {
        barmode: 'overlay',
        bargap: 0,
        xaxis: { ...EMOTION_TICKS, range: [-0.5, 6.5], tickangle: -45, title: { text: 'Predicted' } },
        yaxis: { ...EMOTION_TICKS, range: [6.5, -0.5], title: { text: 'True' } },
      },
      title,
    ),
  };
}
