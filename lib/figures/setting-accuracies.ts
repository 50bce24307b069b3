import { DAGGER } from '../evaluation/describe';
import { spread } from '../evaluation/statistics';
import { selectionSplit } from '../training/protocol';
import { accuraciesBy, type ValueAccuracies } from '../tuning/ranking';
import { dimensions } from '../tuning/space';
import type { Study } from '../tuning/study';
import type { Figure } from './figure';
import { COLUMN, SERIES_COLOURS, type TitleOption, themed } from './theme';

const GRAY = SERIES_COLOURS[2];
/** Styles of the series, distinguishable in gray. */
const MARKS = [
  { color: SERIES_COLOURS[0], symbol: 'diamond' },
  { color: SERIES_COLOURS[1], symbol: 'circle' },
  { color: SERIES_COLOURS[5], symbol: 'square' },
  { color: SERIES_COLOURS[3], symbol: 'triangle-up' },
] as const;

/**
 * Accuracy by setting, for example by optimizer: each run is a gray dot, with the mean ± one standard deviation, the
 * first setting on top. If runs have series, for example a constant and a decaying rate, each series has its own line
 * of dots. Dots and not bars, because an axis that starts near the values shows small differences, and truncated bars
 * would exaggerate them.
 */
export function settingAccuracies(groups: readonly ValueAccuracies[], { title }: TitleOption = {}): Figure {
  const settings = [...new Set(groups.map(({ setting }) => setting))];
  const series = [...new Set(groups.map((group) => group.series))];
  const placed = groups.map((group) => ({
    ...group,
    y: settings.indexOf(group.setting) + (series.indexOf(group.series) + 0.5) / series.length - 0.5,
    spread: spread(group.accuracies.map((accuracy) => 100 * accuracy)),
  }));
  const runs = placed.flatMap(({ y, setting, accuracies }) => accuracies.map((accuracy) => ({ y, setting, accuracy })));
  const dots = {
    type: 'scatter',
    mode: 'markers',
    showlegend: false,
    x: runs.map(({ accuracy }) => 100 * accuracy),
    y: runs.map(({ y }) => y),
    text: runs.map(({ setting }) => setting),
    marker: { color: GRAY, size: 5, opacity: 0.7 },
    hovertemplate: '%{text}: %{x:.2f} %<extra>one run</extra>',
  } as const;
  const means = series.map((name, k) => {
    const own = placed.filter((group) => group.series === name);
    const { color, symbol } = MARKS[k % MARKS.length];
    return {
      type: 'scatter',
      mode: 'text+markers',
      name: name ?? '',
      x: own.map(({ spread }) => spread.mean),
      y: own.map(({ y }) => y),
      error_x: {
        type: 'data',
        array: own.map(({ spread: { n, deviation } }) => (n > 1 ? deviation : 0)),
        width: 3,
        thickness: 1.5,
        color,
      },
      marker: { color, size: 7, symbol },
      text: own.map(({ spread }) => spreadText(spread)),
      textposition: series.length > 1 ? 'middle right' : 'top center',
      customdata: own.map(({ setting }) => setting),
      hovertemplate: '%{customdata}: %{text}<extra>mean ± deviation</extra>',
      cliponaxis: false,
    } as const;
  });
  return {
    data: [dots, ...means],
    layout: themed(
      { width: COLUMN, height: 0.65 + (series.length > 1 ? 0.1 + 0.17 * series.length : 0.3) * settings.length },
      {
        showlegend: series.length > 1,
        xaxis: { title: { text: 'Accuracy (%)' }, range: roomy(placed.map(({ spread }) => spread)) },
        yaxis: {
          tickvals: settings.map((_, k) => k),
          ticktext: settings,
          range: [settings.length - 0.5, series.length > 1 ? -0.5 : -0.7],
        },
      },
      title,
    ),
  };
}

/**
 * {@link settingAccuracies} of a study whose space is one list of values or two: the longer list as rows, the other as
 * series. Undefined for other spaces, for more series than there are styles, and without an accuracy.
 */
export function studyAccuracies(study: Study): Figure | undefined {
  const lists = dimensions(study.definition.space)
    .map(([key, dimension]) => ({ key, length: dimension.kind === 'choice' ? dimension.values.length : Infinity }))
    .sort((a, b) => b.length - a.length);
  const [rows, series, ...others] = lists;
  if (others.length > 0 || rows.length === Infinity || series?.length > MARKS.length) return undefined;
  const groups = accuraciesBy(study, rows.key, series?.key);
  const named = (key: string, value: string) => (Number.isFinite(Number(value)) ? `${key}=${value}` : value);
  const dots = groups.map((group) => ({
    setting: named(rows.key, group.setting),
    accuracies: group.accuracies,
    ...(group.series === undefined ? {} : { series: named(series.key, group.series) }),
  }));
  const { protocol, n_epochs } = study.definition.base;
  const title = `${selectionSplit(protocol)}${DAGGER}, best of ${n_epochs} epochs`;
  return groups.length > 0 ? settingAccuracies(dots, { title }) : undefined;
}

/**
 * An axis with half a label's width beside the outermost mean. Undefined, which means Plotly's own, for a single value.
 */
function roomy(spreads: readonly ReturnType<typeof spread>[]): [number, number] | undefined {
  const ends = spreads.flatMap(({ mean, deviation }) => [mean - (deviation || 0), mean + (deviation || 0)]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = 0.25 * (high - low);
  return room > 0 ? [low - room, high + room] : undefined;
}

function spreadText({ n, mean, deviation }: ReturnType<typeof spread>): string {
  return n > 1 ? `${mean.toFixed(2)} ± ${deviation.toFixed(2)}` : mean.toFixed(2);
}
