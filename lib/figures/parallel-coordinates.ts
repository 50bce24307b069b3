import type { Annotation, Data, Shape } from 'plotly.js-dist-min';
import type { KeyName } from '../training/hyperparameters';
import { metricTitle } from '../training/selection-metrics';
import { label, ranking, variedKeys } from '../tuning/ranking';
import { dimensionOf } from '../tuning/space';
import type { Study, Trial } from '../tuning/study';
import type { Figure } from './figure';
import { capitalised, INK, PAGE, SERIES_COLOURS, themed } from './theme';

const [, ORANGE] = SERIES_COLOURS;
const PALE_GRAY = [217, 217, 217] as const;
const DARK_BLUE = [0, 114, 178] as const;

/** A vertical axis: the position of each trial's value, from 0 at the bottom to 1, and its ticks. */
interface Axis {
  readonly title: string;
  readonly places: readonly number[];
  readonly ticks: readonly { readonly place: number; readonly text: string }[];
}

/**
 * Each trial as a line through the values of its hyperparameters to its validation accuracy, or to the metric that the
 * study selects on. Darker lines are better; the best setting is orange. (Plotly's own parallel coordinates use WebGL
 * bitmaps, which blur in print.)
 */
export function parallelCoordinates(study: Study): Figure {
  const trials = study.trials.filter(({ score }) => score !== undefined);
  const keys = variedKeys(study);
  const best = new Set(ranking(study)[0]?.trials ?? []);
  const score = axisOf(
    `${capitalised(metricTitle(study.definition.base.select_on))} (%)`,
    trials.map((trial) => 100 * trial.score!),
    false,
  );
  const axes = [
    ...keys.map((key) => {
      const values = trials.map(({ settings }) => settings[key]);
      const dimension = dimensionOf(study.definition.space, key);
      return dimension?.kind === 'range'
        ? axisOf(key, values as number[], dimension.scale === 'log')
        : categories(key, values);
    }),
    score,
  ];
  const order = trials.map((_, i) => i).sort((a, b) => score.places[a] - score.places[b]);
  return {
    data: order.map((i) => line(trials[i], i, axes, keys, best.has(trials[i]) ? ORANGE : shade(score.places[i]))),
    layout: themed(
      { width: PAGE, height: 2.6 },
      {
        showlegend: false,
        hovermode: 'closest',
        xaxis: {
          tickvals: axes.map((_, k) => k),
          ticktext: axes.map(({ title }) => title),
          range: [-0.15, axes.length - 0.6],
          showgrid: false,
          showline: false,
          ticks: '',
        },
        yaxis: { visible: false, range: [-0.06, 1.06] },
        shapes: axes.map((_, k) => rule(k)),
        annotations: axes.flatMap(({ ticks }, k) => ticks.map(({ place, text }) => tick(k, place, text))),
      },
    ),
  };
}

function line(trial: Trial, i: number, axes: readonly Axis[], keys: readonly KeyName[], color: string): Data {
  const hoverText = `trial ${trial.number}: ${(100 * trial.score!).toFixed(2)} %<br>${label(keys, trial.settings)}`;
  return {
    type: 'scatter',
    mode: 'lines',
    x: axes.map((_, k) => k),
    y: axes.map(({ places }) => places[i]),
    line: { color, width: color === ORANGE ? 2.5 : 1.2 },
    hovertemplate: `${hoverText}<extra></extra>`,
  };
}

/** Numeric values on a scale, with ticks at both ends and in the middle. */
function axisOf(title: string, values: readonly number[], log: boolean): Axis {
  const scale = log ? Math.log : (x: number) => x;
  const back = log ? Math.exp : (x: number) => x;
  const low = Math.min(...values.map(scale));
  const width = Math.max(...values.map(scale)) - low || 1;
  return {
    title,
    places: values.map((value) => (scale(value) - low) / width),
    ticks: [0, 0.5, 1].map((place) => ({ place, text: String(Number(back(low + place * width).toPrecision(3))) })),
  };
}

/** Evenly spaced values: numbers by size, words in the order of their first trial. */
function categories(title: string, values: readonly (string | number)[]): Axis {
  const distinct = [...new Set(values)];
  if (distinct.every((value) => typeof value === 'number')) distinct.sort((a, b) => Number(a) - Number(b));
  const place = (value: string | number) =>
    distinct.length === 1 ? 0.5 : distinct.indexOf(value) / (distinct.length - 1);
  return {
    title,
    places: values.map(place),
    ticks: distinct.map((value) => ({ place: place(value), text: String(value) })),
  };
}

function rule(k: number): Partial<Shape> {
  return { type: 'line', x0: k, x1: k, y0: 0, y1: 1, line: { color: INK, width: 1 }, layer: 'above' };
}

function tick(k: number, y: number, text: string): Partial<Annotation> {
  const ground = 'rgba(255,255,255,0.8)';
  return { x: k, y, text, xanchor: 'left', xshift: 3, showarrow: false, bgcolor: ground, borderpad: 1 };
}

/** From gray to blue. */
function shade(share: number): string {
  const channels = PALE_GRAY.map((from, channel) => Math.round(from + share * (DARK_BLUE[channel] - from)));
  return `rgb(${channels.join(',')})`;
}
