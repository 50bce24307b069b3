import { spread } from '../evaluation/compare';
import type { Figure } from './figure';
import { COLUMN, SERIES_COLOURS, type TitleOption, themed } from './theme';

/** Runs that share a setting, as an optimizer or a schedule, and differ in their seed. */
export interface SettingRuns {
  readonly setting: string;
  /** Of each run, 0–1. */
  readonly accuracies: readonly number[];
}

const [BLUE, , GRAY] = SERIES_COLOURS;

/**
 * Accuracy by setting: each run a gray dot, their mean with ± one standard deviation, the first setting on top. Dots,
 * not bars: an axis that starts near the values shows small differences, and a bar cut off below would exaggerate them.
 */
export function settingAccuracies(groups: readonly SettingRuns[], { title }: TitleOption = {}): Figure {
  const spreads = groups.map(({ accuracies }) => spread(accuracies.map((accuracy) => 100 * accuracy)));
  const runs = groups.flatMap(({ setting, accuracies }) => accuracies.map((accuracy) => ({ setting, accuracy })));
  const settings = groups.map(({ setting }) => setting);
  return {
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        x: runs.map(({ accuracy }) => 100 * accuracy),
        y: runs.map(({ setting }) => setting),
        marker: { color: GRAY, size: 5, opacity: 0.7 },
        hovertemplate: '%{y}: %{x:.2f} %<extra>one run</extra>',
      },
      {
        type: 'scatter',
        mode: 'text+markers',
        x: spreads.map(({ mean }) => mean),
        y: settings,
        error_x: {
          type: 'data',
          array: spreads.map(({ n, deviation }) => (n > 1 ? deviation : 0)),
          width: 3,
          thickness: 1.5,
          color: BLUE,
        },
        marker: { color: BLUE, size: 7, symbol: 'diamond' },
        text: spreads.map(told),
        textposition: 'top center',
        hovertemplate: '%{y}: %{text}<extra>mean ± deviation</extra>',
        cliponaxis: false,
      },
    ],
    layout: themed(
      { width: COLUMN, height: 0.65 + 0.3 * groups.length },
      {
        showlegend: false,
        xaxis: { title: { text: 'Accuracy (%)' }, range: roomy(spreads) },
        yaxis: { type: 'category', range: [groups.length - 0.5, -0.7] },
      },
      title,
    ),
  };
}

/** An axis that leaves half a label's width beside the outermost mean; undefined, so Plotly's own, for a single value. */
function roomy(spreads: readonly ReturnType<typeof spread>[]): [number, number] | undefined {
  const ends = spreads.flatMap(({ mean, deviation }) => [mean - (deviation || 0), mean + (deviation || 0)]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = 0.25 * (high - low);
  return room > 0 ? [low - room, high + room] : undefined;
}

function told({ n, mean, deviation }: ReturnType<typeof spread>): string {
  return n > 1 ? `${mean.toFixed(2)} ± ${deviation.toFixed(2)}` : mean.toFixed(2);
}
