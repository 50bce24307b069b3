import type { Calibration } from '../evaluation/calibration';
import { accuracyLine, imageBars, PANELS } from './accuracy';
import type { Figure } from './figure';
import { COLUMN, INK, type TitleOption, themed } from './theme';

/**
 * Accuracy by confidence, with its 95 % interval, and the number of images by confidence. A calibrated network is on
 * the diagonal; below it, the network is overconfident.
 */
export function reliability({ ece, bins }: Calibration, { title }: TitleOption = {}): Figure {
  const filled = bins.filter(({ n }) => n > 0).map((bin) => ({ x: 100 * bin.confidence, ...bin }));
  const middles = bins.map(({ low, high, n }) => ({ x: 50 * (low + high), n }));
  return {
    data: [
      accuracyLine(filled, 'confidence %{x:.1f} %, right in %{y:.1f} %'),
      imageBars(middles, 100 / bins.length, 'confidence about %{x:.0f} %: %{y} images'),
    ],
    layout: themed(
      { width: COLUMN, height: 3.2 },
      {
        ...PANELS,
        xaxis: { title: { text: 'Confidence (%)' }, range: [0, 100], anchor: 'y2' },
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
