import type { Importance } from '../tuning/importance';
import type { Figure } from './figure';
import { COLUMN, SERIES_COLOURS, themed } from './theme';

const [BLUE, , GRAY] = SERIES_COLOURS;

/**
 * The share of the differences between trials that each hyperparameter explains, %; in gray the share of combinations.
 */
export function importanceBars(importances: readonly Importance[]): Figure {
  const shares = importances.map(({ share }) => 100 * share);
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: shares,
        y: importances.map(({ key }) => key),
        text: shares.map((share) => share.toFixed(0)),
        textposition: 'outside',
        cliponaxis: false,
        marker: { color: importances.map(({ key }) => (key === 'together' ? GRAY : BLUE)) },
        hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
      },
    ],
    layout: themed(
      { width: COLUMN, height: 0.65 + 0.25 * importances.length },
      {
        xaxis: { title: { text: 'Share of the variance (%)' }, range: [0, Math.max(10, ...shares) * 1.1] },
        yaxis: { type: 'category', autorange: 'reversed', showgrid: false },
      },
    ),
  };
}
