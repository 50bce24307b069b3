import { f1Interval } from '../evaluation/intervals';
import { averagedClasses, type Evaluation } from '../evaluation/metrics';
import type { Figure } from './figure';
import { COLUMN, classColours, INK, type TitleOption, themed } from './theme';

/**
 * F1 of each class of the data with its 95 % interval, and their mean (macro), which has no interval.
 */
export function classScores(
  evaluation: Pick<Evaluation, 'classes' | 'f1' | 'confusion' | 'cross' | 'averaged'>,
  { title }: TitleOption = {},
): Figure {
  const { classes: all, f1, confusion } = evaluation;
  const classes = averagedClasses(evaluation);
  const scores = classes.map((name) => 100 * f1[name]);
  const bounds = classes.map((name) => f1Interval(confusion, all.indexOf(name)).map((bound) => 100 * bound));
  const macro = 100 * f1.macro;
  return {
    data: [
      {
        type: 'bar',
        x: [...classes, 'Macro'],
        y: [...scores, macro],
        marker: {
          color: [...classColours(classes), 'white'],
          line: { color: INK, width: [...classes.map(() => 0), 1] },
        },
        error_y: {
          type: 'data',
          symmetric: false,
          array: bounds.map(([, high], k) => high - scores[k]),
          arrayminus: bounds.map(([low], k) => scores[k] - low),
          color: INK,
          width: 3,
          thickness: 1,
        },
        hovertemplate: '%{x}: F1 %{y:.1f} %<extra></extra>',
      },
      {
        type: 'scatter',
        mode: 'text',
        x: [...classes, 'Macro'],
        y: [...bounds.map(([, high]) => high), macro],
        text: [...scores, macro].map((score) => score.toFixed(1)),
        textposition: 'top center',
        hoverinfo: 'skip',
      },
    ],
    layout: themed(
      { width: COLUMN, height: 2.4 },
      {
        showlegend: false,
        bargap: 0.2,
        xaxis: { showgrid: false, tickangle: -45 },
        yaxis: { title: { text: 'F1 (%)' }, range: [0, 108] },
      },
      title,
    ),
  };
}
