import type { Data } from 'plotly.js-dist-min';
import type { Dataset } from '../data/dataset';
import { tones } from '../data/dataset-statistics';
import type { Figure } from './figure';
import { classColours, PAGE, themed } from './theme';

const PANELS = [
  ['brightness', 'Mean gray value'],
  ['contrast', 'Standard deviation of gray values'],
] as const;

/** Brightness and contrast of the images of every class, as boxes between quartiles. */
export function toneBoxes(data: Dataset): Figure {
  const colours = classColours(data.classes);
  const columns = tones(data);
  return {
    data: PANELS.flatMap(([column], panel) =>
      data.classes.map((name, label): Data => {
        const { lower, q1, median, q3, upper } = quartiles(columns[column].filter((_, i) => columns.label[i] === name));
        return {
          type: 'box',
          name,
          x: [name],
          lowerfence: [lower],
          q1: [q1],
          median: [median],
          q3: [q3],
          upperfence: [upper],
          marker: { color: colours[label] },
          xaxis: panel === 0 ? 'x' : 'x2',
          yaxis: panel === 0 ? 'y' : 'y2',
        };
      }),
    ),
    layout: themed(
      { width: PAGE, height: 2.3 },
      {
        showlegend: false,
        grid: { rows: 1, columns: 2, pattern: 'independent', xgap: 0.18 },
        xaxis: { showgrid: false, tickangle: -45 },
        xaxis2: { showgrid: false, tickangle: -45 },
        yaxis: { title: { text: PANELS[0][1] } },
        yaxis2: { title: { text: PANELS[1][1] } },
      },
    ),
  };
}

/** The quartiles of values, and the whiskers: the 5th and the 95th percentile. */
function quartiles(values: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { lower: at(0.05), q1: at(0.25), median: at(0.5), q3: at(0.75), upper: at(0.95) };
}
