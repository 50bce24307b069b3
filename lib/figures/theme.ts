import type { Layout } from 'plotly.js-dist-min';

/** Fonts with Arial's shapes and widths under their names on each system, so that figures look the same everywhere. */
export const FONT = 'Arimo, Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif';

/**
 * Each emotion has the same colour in every figure (Okabe and Ito's palette, distinguishable for colour-blind readers).
 */
export const EMOTION_COLOURS: Readonly<Record<string, string>> = {
  Angry: '#d55e00',
  Disgust: '#009e73',
  Fear: '#cc79a7',
  Happy: '#e69f00',
  Sad: '#0072b2',
  Surprise: '#56b4e9',
  Neutral: '#666666',
  Contempt: '#f0e442',
};

/** The colour of each class: emotions have their own; if any class is none of them, all have colours by their place. */
export function classColours(classes: readonly string[]): string[] {
  const isKnown = classes.every((name) => Object.hasOwn(EMOTION_COLOURS, name));
  return classes.map((name, k) => (isKnown ? EMOTION_COLOURS[name] : SERIES_COLOURS[k % SERIES_COLOURS.length]));
}

/** Colours for things other than emotions. The first two differ in gray too. */
export const SERIES_COLOURS = ['#0072b2', '#e69f00', '#666666', '#d55e00', '#56b4e9', '#009e73', '#cc79a7'] as const;

/** An area next to those of the first two colours. */
export const PALE = '#d9d9d9';

/** Colour of lines, ticks and text. */
export const INK = '#262626';
const GRID = '#e5e5e5';

/** Text width of an IEEE column, inches. */
export const COLUMN = 3.5;
/** Text width of an IEEE page, inches. */
export const PAGE = 7.16;

/** Width and height on paper, inches. */
export interface PrintSize {
  readonly width: number;
  readonly height: number;
}

const AXIS = {
  automargin: true,
  showline: true,
  linecolor: INK,
  linewidth: 1,
  ticks: 'outside',
  ticklen: 3,
  tickcolor: INK,
  gridcolor: GRID,
  zeroline: false,
  title: { standoff: 5 },
} as const;

const TEMPLATE: { readonly layout: Partial<Layout> } = {
  layout: {
    font: { family: FONT, size: 12, color: INK },
    paper_bgcolor: 'white',
    plot_bgcolor: 'white',
    colorway: [...SERIES_COLOURS],
    title: { automargin: true, yref: 'container', y: 0.99, yanchor: 'top', font: { size: 14 } },
    margin: { l: 8, r: 10, t: 8, b: 8 },
    xaxis: AXIS,
    yaxis: AXIS,
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom', bgcolor: 'rgba(255,255,255,0)' },
    hoverlabel: { align: 'left' },
  },
};

/** The title of a figure. */
export interface TitleOption {
  /** Title above the figure, such as split and accuracy of an evaluation; papers have captions instead. @default none */
  readonly title?: string;
}

/** Height of a title on paper, inches. */
const TITLE = 0.2;

/**
 * A layout in the project's style. Builders must not set text sizes: the export sets the layout's font size for paper,
 * and other sizes would be printed too small.
 *
 * @param size the default size on paper without the title
 */
export function themed({ width, height }: PrintSize, layout: Partial<Layout>, title?: string): Partial<Layout> {
  const print: PrintSize = { width, height: title === undefined ? height : height + TITLE };
  return {
    template: TEMPLATE,
    meta: { print },
    ...layout,
    ...(title === undefined ? {} : { title: { text: title } }),
  };
}

/** A text with a capital first letter. */
export function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
