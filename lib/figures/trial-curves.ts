import type { Data } from 'plotly.js-dist-min';
import { scoreOf } from '../training/history';
import type { KeyName } from '../training/hyperparameters';
import { metricTitle, type SelectionMetricName } from '../training/selection-metrics';
import { label, ranking, variedKeys } from '../tuning/ranking';
import type { Study, Trial } from '../tuning/study';
import type { Figure } from './figure';
import { COLUMN, SERIES_COLOURS, themed } from './theme';

const [BLUE, ORANGE, GRAY, RED, SKY] = SERIES_COLOURS;

/** Lines by the trial's status, the most important drawn last; the best setting's trials have their own. */
const GROUPS = [
  { name: 'pruned', colour: GRAY, dash: 'dot', holds: ({ status }: Trial) => status === 'pruned' || status === 'left' },
  { name: 'finished', colour: SKY, dash: 'solid', holds: ({ status }: Trial) => status === 'finished' },
  { name: 'failed', colour: RED, dash: 'dot', holds: ({ status }: Trial) => status === 'failed' },
  { name: 'under way', colour: ORANGE, dash: 'solid', holds: ({ status }: Trial) => /running|waiting/.test(status) },
] as const;

/**
 * The validation accuracy of every trial by epoch, or the metric that the study selects on; also a live chart of a running
 * study.
 */
export function trialCurves(study: Study): Figure {
  const best = new Set(ranking(study)[0]?.trials ?? []);
  const keys = variedKeys(study);
  const { n_epochs, select_on } = study.definition.base;
  const margin = Math.max(0.5, 0.03 * n_epochs);
  const others = study.trials.filter((trial) => !best.has(trial));
  const lines = GROUPS.map(({ name, colour, dash, holds }) =>
    curves(others.filter(holds), keys, select_on, name, { color: colour, width: 1, dash }),
  );
  return {
    data: [...lines, curves([...best], keys, select_on, 'best', { color: BLUE, width: 2, dash: 'solid' })],
    layout: themed(
      { width: COLUMN, height: 2.4 },
      {
        uirevision: 'trials',
        xaxis: {
          title: { text: 'Epoch' },
          range: [1 - margin, n_epochs + margin],
          ...(n_epochs <= 6 ? { dtick: 1 } : {}),
        },
        yaxis: { title: { text: `Validation ${metricTitle(select_on)} (%)` } },
      },
    ),
  };
}

/** One trace with the lines of its trials, separated by gaps. */
function curves(
  trials: readonly Trial[],
  keys: readonly KeyName[],
  select_on: SelectionMetricName,
  name: string,
  line: { readonly color: string; readonly width: number; readonly dash: 'solid' | 'dot' },
): Data {
  const points = trials.flatMap(({ number, settings, history }) => [
    ...history.map((record) => ({
      x: record.epoch,
      y: 100 * scoreOf(record, select_on),
      text: `trial ${number}: ${label(keys, settings)}`,
    })),
    { x: null, y: null, text: '' },
  ]);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    showlegend: trials.length > 0,
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    text: points.map(({ text }) => text),
    connectgaps: false,
    line,
    marker: { color: line.color, size: name === 'best' ? 5 : 3 },
    hovertemplate: '%{text}<br>epoch %{x}: %{y:.2f} %<extra></extra>',
  };
}
