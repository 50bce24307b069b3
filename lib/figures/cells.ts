import type { Data, LayoutAxis } from 'plotly.js-dist-min';
import { INK } from './theme';

/** A cell of a heat map. */
export interface Cell {
  /** Column and row, from 0. */
  readonly x: number;
  readonly y: number;
  /** 0–1, from white to dark blue. */
  readonly shade: number;
  /** May contain `<br>`. */
  readonly text: string;
  readonly hover: string;
}

/** White, sky blue and navy: each step is darker than the previous one, so that it is readable in gray. */
const STOPS = [
  [255, 255, 255],
  [107, 174, 214],
  [8, 48, 107],
] as const;
/** Above this shade, white text has more contrast than dark text. */
const WHITE_LETTERS = 0.62;

/**
 * A heat map of vector cells with text. (Plotly's own `heatmap` draws cells as a bitmap, which blurs in print.) The
 * layout must have `barmode: 'overlay'` and `bargap: 0`.
 */
export function cells(grid: readonly Cell[]): Data {
  return {
    type: 'bar',
    x: grid.map(({ x }) => x),
    base: grid.map(({ y }) => y - 0.5),
    y: grid.map(() => 1),
    width: 1,
    text: grid.map(({ text }) => text),
    textposition: 'inside',
    insidetextanchor: 'middle',
    textangle: 0,
    constraintext: 'none',
    textfont: { color: grid.map(({ shade }) => (shade > WHITE_LETTERS ? 'white' : INK)) },
    marker: { color: grid.map(({ shade }) => blue(shade)), line: { color: 'white', width: 1 } },
    hovertext: grid.map(({ hover }) => hover),
    hoverinfo: 'text',
    showlegend: false,
  };
}

function blue(shade: number): string {
  const stop = shade < 0.5 ? 0 : 1;
  const along = 2 * shade - stop;
  const channels = STOPS[stop].map((from, channel) => Math.round(from + along * (STOPS[stop + 1][channel] - from)));
  return `rgb(${channels.join(',')})`;
}

/** An axis of cells with a name for each. */
export function ticks(names: readonly string[]): Partial<LayoutAxis> {
  return { tickvals: names.map((_, k) => k), ticktext: [...names], showgrid: false, showline: false, ticks: '' };
}
