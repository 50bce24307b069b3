import type { Annotation, Data, Layout } from 'plotly.js-dist-min';
import { axisSuffix } from './axis-suffix';
import type { Figure } from './figure';
import { classColours, PAGE, type TitleOption, themed } from './theme';

/** The faces of a video's frame, for {@link classTimeline}; `photos.readPhotos` returns such objects. */
export interface TimedFaces {
  /** Seconds. Photos, which have none, are skipped. */
  readonly frame?: { readonly time: number };
  readonly faces: readonly {
    /** Number of the face, the same from frame to frame. @default 1 */
    readonly number?: number;
    /** 0–1, `[classes]` */
    readonly probabilities: ArrayLike<number>;
  }[];
}

/** Maximum number of faces to draw: those in the most frames. */
const MOST = 4;
/** With more frames than this, markers would merge into a band. */
const MARKED = 40;
/** Height of a face's panel, of the space between two, and of the legend with the axis below, inches. */
const [PANEL, GAP, REST] = [1.35, 0.3, 0.75];

/**
 * The classes' probabilities over the time of a video, a panel for each face; up to four faces that are in the most
 * frames. Lines have gaps where a face is not found.
 */
export function classTimeline(
  photos: readonly TimedFaces[],
  classes: readonly string[],
  { title }: TitleOption = {},
): Figure {
  const frames = photos.flatMap(({ frame, faces }) => (frame ? [{ time: frame.time, faces }] : []));
  const { shown, hidden } = facesOf(frames);
  const panels = Math.max(1, shown.length);
  const height = panels * PANEL + (panels - 1) * GAP;
  const colours = classColours(classes);
  return {
    data: shown.flatMap((number, panel) =>
      classes.map((label, k) => curve(frames, { number, label, k, panel, colour: colours[k] })),
    ),
    layout: themed(
      { width: PAGE, height: height + REST },
      { ...axes(frames, panels, height), annotations: notes(shown, hidden, height) },
      title,
    ),
  };
}

interface Frame extends Pick<TimedFaces, 'faces'> {
  readonly time: number;
}

function numberOf({ number = 1 }: TimedFaces['faces'][number]): number {
  return number;
}

/** Numbers of the faces that are in the most frames, in order, and how many others there are. */
function facesOf(frames: readonly Frame[]): { shown: number[]; hidden: number } {
  const counts = new Map<number, number>();
  for (const { faces } of frames)
    for (const number of faces.map(numberOf)) counts.set(number, (counts.get(number) ?? 0) + 1);
  const numbers = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)! || a - b);
  return { shown: numbers.slice(0, MOST).sort((a, b) => a - b), hidden: Math.max(0, numbers.length - MOST) };
}

interface Line {
  readonly number: number;
  readonly label: string;
  /** Index of the class. */
  readonly k: number;
  readonly panel: number;
  readonly colour: string;
}

function curve(frames: readonly Frame[], { number, label, k, panel, colour }: Line): Data {
  const of = ({ faces }: Frame) => faces.find((face) => numberOf(face) === number)?.probabilities[k];
  const percent = (p: number | undefined) => (p === undefined ? null : 100 * p);
  return {
    ...{ type: 'scatter', mode: frames.length > MARKED ? 'lines' : 'lines+markers', name: label },
    ...{ legendgroup: label, showlegend: panel === 0 },
    ...{ x: frames.map(({ time }) => time), y: frames.map((frame) => percent(of(frame))) },
    ...{ xaxis: `x${axisSuffix(panel)}`, yaxis: `y${axisSuffix(panel)}` },
    line: { color: colour, width: 1.5 },
    marker: { color: colour, size: 4 },
    hovertemplate: `%{x:.2f} s: %{y:.1f} %<extra>${label}</extra>`,
  };
}

function axes(frames: readonly Frame[], panels: number, height: number): Partial<Layout> {
  const [first, last] = [frames[0]?.time ?? 0, frames.at(-1)?.time ?? 1];
  return Object.fromEntries(
    Array.from({ length: panels }, (_, panel) => {
      const isLast = panel === panels - 1;
      const times = {
        ...{ range: [first, last > first ? last : first + 1], anchor: `y${axisSuffix(panel)}`, showticklabels: isLast },
        ...(isLast ? { title: { text: 'Time (s)' } } : {}),
      };
      const top = 1 - (panel * (PANEL + GAP)) / height;
      const percents = {
        ...{ domain: [Math.max(0, top - PANEL / height), top], anchor: `x${axisSuffix(panel)}`, range: [0, 101] },
        ...{ tickvals: [0, 25, 50, 75, 100], title: { text: 'Probability (%)' } },
      };
      return [
        [`xaxis${axisSuffix(panel)}`, times],
        [`yaxis${axisSuffix(panel)}`, percents],
      ] as const;
    }).flat(),
  );
}

/** The number of each face above its panel, if there are several. */
function notes(shown: readonly number[], hidden: number, height: number): Partial<Annotation>[] {
  if (shown.length < 2) return [];
  return shown.map((number, panel) => ({
    text: `Face ${number}${panel === shown.length - 1 && hidden > 0 ? ` (${hidden} more not drawn)` : ''}`,
    ...{ xref: 'paper', yref: 'paper', x: 1, xanchor: 'right', yanchor: 'bottom', showarrow: false },
    y: 1 - (panel * (PANEL + GAP)) / height,
  }));
}
