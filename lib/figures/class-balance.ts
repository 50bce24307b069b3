import type { Data } from 'plotly.js-dist-min';
import { classCounts, type Dataset, SPLITS, select } from '../data/dataset';
import type { Figure } from './figure';
import { COLUMN, PALE, SERIES_COLOURS, themed } from './theme';

const [BLUE, ORANGE] = SERIES_COLOURS;
const COLOURS = { Training: BLUE, PublicTest: ORANGE, PrivateTest: PALE } as const;

/** Number of images of each class, stacked by split, with the total above. */
export function classBalance(dataset: Dataset): Figure {
  const totals = classCounts(dataset);
  return {
    data: [
      ...SPLITS.map((split): Data => {
        const counts = classCounts(select(dataset, split));
        return {
          type: 'bar',
          name: split,
          x: [...dataset.classes],
          y: counts,
          marker: { color: COLOURS[split] },
          hovertemplate: `%{x}: %{y} images<extra>${split}</extra>`,
        };
      }),
      {
        type: 'scatter',
        mode: 'text',
        x: [...dataset.classes],
        y: totals,
        text: totals.map(String),
        textposition: 'top center',
        hoverinfo: 'skip',
        showlegend: false,
      },
    ],
    layout: themed(
      { width: COLUMN, height: 2.4 },
      {
        barmode: 'stack',
        bargap: 0.25,
        xaxis: { showgrid: false, tickangle: -45 },
        legend: { traceorder: 'normal' },
        yaxis: { title: { text: 'Images' }, exponentformat: 'none', range: [0, 1.12 * Math.max(1, ...totals)] },
      },
    ),
  };
}
