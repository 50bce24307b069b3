import type { Calibration } from '../evaluation/calibration';
import type { Figure } from './figure';
import { COLUMN, INK, SERIES_COLOURS, type TitleOption, themed } from './theme';

const [BLUE, , GRAY] = SERIES_COLOURS;

/**
 * Accuracy by confidence, with its 95 % interval, and how many images had that confidence. A calibrated network lies on
 * the diagonal; below it, it is surer than it is right.
 */
export function reliability({ ece, bins }: Calibration, { title }: TitleOption = {}): Figure {
  const filled = bins.filter(({ n }) => n > 0);
  const confidence = filled.map((bin) => 100 * bin.confidence);
  const accuracy = filled.map((bin) => 100 * bin.accuracy);
  return {
    data: [
      {
        type: 'scatter',
        mode: 'lines+markers',
        name: 'accuracy',
        x: confidence,
        y: accuracy,
        error_y: {
          type: 'data',
          symmetric: false,
          array: filled.map(({ interval }, i) => 100 * interval[1] - accuracy[i]),
          arrayminus: filled.map(({ interval }, i) => accuracy[i] - 100 * interval[0]),
          width: 2,
          thickness: 1,
        },
        cliponaxis: false,
        line: { color: BLUE, width: 1.5 },
        marker: { color: BLUE, size: 5 },
        hovertemplate: 'confidence %{x:.1f} %, right in %{y:.1f} %<extra></extra>',
      },
      {
        type: 'bar',
        name: 'images',
        x: bins.map(({ low, high }) => 50 * (low + high)),
        y: bins.map(({ n }) => n),
        width: bins.map(({ low, high }) => 100 * (high - low)),
        yaxis: 'y2',
        marker: { color: GRAY, line: { color: 'white', width: 1 } },
        hovertemplate: 'confidence about %{x:.0f} %: %{y} images<extra></extra>',
      },
    ],
    layout: themed(
      { width: COLUMN, height: 3.2 },
      {
        showlegend: false,
        xaxis: { title: { text: 'Confidence (%)' }, range: [0, 100], anchor: 'y2' },
        yaxis: { title: { text: 'Accuracy (%)' }, range: [0, 100], domain: [0.32, 1] },
        yaxis2: { title: { text: 'Images' }, domain: [0, 0.24], nticks: 4 },
        shapes: [
          { type: 'line', x0: 0, y0: 0, x1: 100, y1: 100, line: { color: INK, width: 1, dash: 'dot' }, layer: 'below' },
        ],
        annotations: [
          {
            text: `ECE ${(100 * ece).toFixed(1)} %`,
            xref: 'paper',
            yref: 'paper',
            x: 0.03,
            y: 0.98,
            xanchor: 'left',
            yanchor: 'top',
            showarrow: false,
          },
        ],
      },
      title,
    ),
  };
}
