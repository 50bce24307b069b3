import type { Figure } from './figure';
import { COLUMN, classColours, type TitleOption, themed } from './theme';

/**
 * The probabilities of one face, a bar each.
 * @param probabilities 0–1, `[classes]`
 */
export function classBars(
  probabilities: ArrayLike<number>,
  classes: readonly string[],
  { title }: TitleOption = {},
): Figure {
  const percent = Array.from(probabilities, (p) => 100 * p);
  return {
    data: [
      {
        ...{ type: 'bar', orientation: 'h', x: percent, y: [...classes] },
        ...{ text: percent.map((p) => `${p.toFixed(0)} %`), textposition: 'outside', cliponaxis: false },
        marker: { color: classColours(classes) },
        hovertemplate: '%{y}: %{x:.1f} %<extra></extra>',
      },
    ],
    layout: themed(
      { width: COLUMN, height: 2.2 },
      {
        xaxis: { title: { text: 'Probability (%)' }, range: [0, 112], tickvals: [0, 25, 50, 75, 100] },
        yaxis: { autorange: 'reversed', ticks: '', showgrid: false },
      },
      title,
    ),
  };
}
