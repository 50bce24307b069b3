import type { Data, Layout } from 'plotly.js-dist-min';
import type { Interval } from '../evaluation/intervals';
import { SERIES_COLOURS } from './theme';

const [BLUE, , GRAY] = SERIES_COLOURS;

/** A group of images with a common property. */
export interface Bin {
  /** Position on the axis. */
  readonly x: number;
  /** Number of images. */
  readonly n: number;
  /** 0–1. */
  readonly accuracy: number;
  /** 95 % interval of `accuracy`. */
  readonly interval: Interval;
}

/** Accuracy (%) by bin with its interval, on the upper of the two {@link PANELS}. */
export function accuracyLine(bins: readonly Bin[], hovertemplate: string): Data {
  const accuracy = bins.map((bin) => 100 * bin.accuracy);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: 'accuracy',
    x: bins.map(({ x }) => x),
    y: accuracy,
    error_y: {
      type: 'data',
      symmetric: false,
      array: bins.map(({ interval }, i) => 100 * interval[1] - accuracy[i]),
      arrayminus: bins.map(({ interval }, i) => accuracy[i] - 100 * interval[0]),
      width: 2,
      thickness: 1,
    },
    cliponaxis: false,
    line: { color: BLUE, width: 1.5 },
    marker: { color: BLUE, size: 5 },
    hovertemplate: `${hovertemplate}<extra></extra>`,
  };
}

/** Number of images by bin, on the lower panel. */
export function imageBars(bins: readonly Pick<Bin, 'x' | 'n'>[], width: number, hovertemplate: string): Data {
  return {
    type: 'bar',
    name: 'images',
    x: bins.map(({ x }) => x),
    y: bins.map(({ n }) => n),
    width,
    yaxis: 'y2',
    marker: { color: GRAY, line: { color: 'white', width: 1 } },
    hovertemplate: `${hovertemplate}<extra></extra>`,
  };
}

/** Accuracy above, numbers of images below, with a common axis. */
export const PANELS: Partial<Layout> = {
  showlegend: false,
  yaxis: { title: { text: 'Accuracy (%)' }, range: [0, 100], domain: [0.32, 1] },
  yaxis2: { title: { text: 'Images' }, domain: [0, 0.24], nticks: 4 },
};
