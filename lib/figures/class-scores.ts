import { EMOTIONS } from '../data/dataset';
import { f1Interval } from '../evaluation/intervals';
import type { Metrics } from '../evaluation/metrics';
import type { Figure } from './figure';
import { COLUMN, EMOTION_COLOURS, INK, type TitleOption, themed } from './theme';

/** F1 of each emotion with its 95 % interval, and their mean (macro), which has no interval. */
export function classScores({ f1, confusion }: Pick<Metrics, 'f1' | 'confusion'>, { title }: TitleOption = {}): Figure {
  const scores = EMOTIONS.map((emotion) => 100 * f1[emotion]);
  const bounds = EMOTIONS.map((_, k) => f1Interval(confusion, k).map((bound) => 100 * bound));
  const macro = 100 * f1.macro;
  return {
    data: [
      {
        type: 'bar',
        x: [...EMOTIONS, 'Macro'],
        y: [...scores, macro],
        marker: {
          color: [...EMOTIONS.map((emotion) => EMOTION_COLOURS[emotion]), 'white'],
          line: { color: INK, width: [...EMOTIONS.map(() => 0), 1] },
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
        x: [...EMOTIONS, 'Macro'],
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
