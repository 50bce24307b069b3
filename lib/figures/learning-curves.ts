import type { Data, Layout, Shape } from 'plotly.js-dist-min';
import type { EpochRecord } from '../training/history';
import { axisSuffix } from './axis-suffix';
import type { Figure } from './figure';
import { COLUMN, INK, PAGE, SERIES_COLOURS, themed } from './theme';

export interface LearningCurvesOptions {
  /**
   * Three panels next to each other, for a notebook or a page's width, or stacked, for a column.
   * @default 'beside'
   */
  readonly panels?: 'beside' | 'stacked';
  /** Length of the epoch axis, so that a live chart does not rescale with every epoch. @default the last epoch */
  readonly nEpochs?: number;
  /** The epoch of the saved weights, marked by a dotted line. @default none */
  readonly selected?: number;
}

interface Line {
  readonly name: string;
  readonly column: 'trainLoss' | 'validationLoss' | 'trainAccuracy' | 'validationAccuracy' | 'learningRate';
  readonly colour: string;
}

interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
  /** The axis range before the first epoch. */
  readonly range: readonly [number, number];
  readonly axis?: Readonly<Record<string, unknown>>;
}

const [BLUE, ORANGE, GRAY] = SERIES_COLOURS;
/** With more epochs than this, markers would merge into a band. */
const MARKED = 20;

const PANELS: readonly Panel[] = [
  {
    title: 'Loss (nats)',
    lines: [
      { name: 'training', column: 'trainLoss', colour: BLUE },
      { name: 'validation', column: 'validationLoss', colour: ORANGE },
    ],
    range: [0, 2],
  },
  {
    title: 'Accuracy (%)',
    lines: [
      { name: 'training', column: 'trainAccuracy', colour: BLUE },
      { name: 'validation', column: 'validationAccuracy', colour: ORANGE },
    ],
    range: [0, 100],
  },
  {
    title: 'Learning rate',
    lines: [{ name: 'learning rate', column: 'learningRate', colour: GRAY }],
    range: [-3, -1],
    axis: { type: 'log', tickformat: '~g', nticks: 6 },
  },
];

/**
 * Loss, accuracy and learning rate by epoch, with a common epoch axis. Also draws runs with no or one epoch, and
 * diverged runs (NaN becomes a gap).
 */
export function learningCurves(history: readonly EpochRecord[], options: LearningCurvesOptions = {}): Figure {
  const { panels = 'beside', nEpochs = history.at(-1)?.epoch ?? 1, selected } = options;
  const stacked = panels === 'stacked';
  return {
    data: PANELS.flatMap(({ lines }, panel) => lines.map((line) => curve(history, line, panel))),
    layout: themed(stacked ? { width: COLUMN, height: 3.8 } : { width: PAGE, height: 2.3 }, {
      uirevision: 'learning curves',
      ...axes(stacked, nEpochs, history.length === 0),
      shapes: selected === undefined ? [] : PANELS.map((_, panel) => epochLine(selected, panel)),
    }),
  };
}

function curve(history: readonly EpochRecord[], line: Line, panel: number): Data {
  const scale = line.column.endsWith('Accuracy') ? 100 : 1;
  return {
    type: 'scatter',
    mode: history.length > MARKED ? 'lines' : 'lines+markers',
    name: line.name,
    legendgroup: line.name,
    showlegend: panel === 0,
    x: history.map(({ epoch }) => epoch),
    y: history.map((record) => finite(scale * record[line.column])),
    xaxis: `x${axisSuffix(panel)}`,
    yaxis: `y${axisSuffix(panel)}`,
    line: { color: line.colour, width: 1.5, simplify: false, shape: line.column === 'learningRate' ? 'hv' : 'linear' },
    marker: { color: line.colour, size: 4 },
    hovertemplate: `epoch %{x}: %{y:.4~g}<extra>${line.name}</extra>`,
  };
}

function axes(stacked: boolean, nEpochs: number, empty: boolean): Partial<Layout> {
  const bottom = PANELS.length - 1;
  const margin = Math.max(0.5, 0.03 * nEpochs);
  return Object.fromEntries(
    PANELS.flatMap(({ title, range, axis }, panel) => {
      const labelled = !stacked || panel === bottom;
      const epochs = {
        range: [1 - margin, nEpochs + margin],
        ...(nEpochs <= 6 ? { dtick: 1 } : {}),
        domain: stacked ? [0, 1] : [panel * 0.37, panel * 0.37 + 0.26],
        anchor: `y${axisSuffix(panel)}`,
        showticklabels: labelled,
        ...(labelled ? { title: { text: 'Epoch' } } : {}),
      };
      const values = {
        ...axis,
        ...(empty ? { range } : {}),
        domain: stacked ? [0.7 - panel * 0.35, 1 - panel * 0.35] : [0, 1],
        anchor: `x${axisSuffix(panel)}`,
        title: { text: title },
      };
      return [
        [`xaxis${axisSuffix(panel)}`, epochs],
        [`yaxis${axisSuffix(panel)}`, values],
      ];
    }),
  );
}

function epochLine(epoch: number, panel: number): Partial<Shape> {
  const xref = `x${axisSuffix(panel)}` as 'x2';
  const yref = `y${axisSuffix(panel)} domain` as 'y2 domain';
  return { type: 'line', xref, x0: epoch, x1: epoch, yref, y0: 0, y1: 1, line: { color: INK, width: 1, dash: 'dot' } };
}

/** JSON has no NaN; Plotly leaves a gap for null. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
