import { csvField } from '../core/csv';
import type { ReadFace } from './read-faces';
import type { ReadPhoto } from './read-photos';
import { VIDEO_NAME } from './video-frames';

/** Forms of results: lines of a table for people, JSON lines, or comma-separated values. */
export const FORMATS = ['table', 'jsonl', 'csv'] as const;
export type ResultFormat = (typeof FORMATS)[number];

/** Writes results as text, a photo at a time, so that a folder and a video of any length stream. */
export interface ResultLines {
  /** Above all others. */
  readonly header: readonly string[];
  /** Those of one photo, or of one frame of a video, that could be read. */
  of(photo: ReadPhoto): string[];
}

/**
 * @param paths of all photos and videos, for the width of the table's first column; if one is a video, table and CSV have
 * a column for the time
 * @param classes in the order of the probabilities
 */
export function resultLines(format: ResultFormat, paths: readonly string[], classes: readonly string[]): ResultLines {
  if (format === 'jsonl') return { header: [], of: (photo) => [JSON.stringify(record(photo, classes))] };
  const timed = paths.some((path) => VIDEO_NAME.test(path));
  return format === 'csv' ? csv(classes, timed) : table(paths, classes, timed);
}

/** Classes that a line of the table shows. */
const SHOWN = 3;
/** Maximum width of the table's first column, in characters. */
const WIDEST = 48;

function table(paths: readonly string[], classes: readonly string[], timed: boolean): ResultLines {
  const width = Math.max(
    5,
    Math.min(
      WIDEST,
      paths.reduce((most, { length }) => Math.max(most, length), 0),
    ),
  );
  const label = Math.max(...classes.map(({ length }) => length)) + 1;
  const short = (path: string) => (path.length > width ? `…${path.slice(1 - width)}` : path);
  const line = (path: string, time: string, face: string, box: string, rest: string) => {
    const start = `${short(path).padEnd(width)}${timed ? time.padStart(10) : ''}`;
    return `${start}  ${face.padStart(4)}  ${box.padEnd(19)}  ${rest}`.trimEnd();
  };
  return {
    header: [line('photo', 'time (s)', 'face', 'box', 'classes')],
    of: ({ path, frame, faces }) => {
      const time = frame?.time.toFixed(2) ?? '';
      return faces.length === 0
        ? [line(path, time, '–', '', 'no face found')]
        : faces.map((face, i) => {
            const ranked = ranking(face).slice(0, SHOWN);
            const shares = ranked.map((k) => `${classes[k].padEnd(label)}${percent(face.probabilities[k])}`);
            const { x, y, width: side } = rounded(face);
            return line(path, time, String(face.number ?? i + 1), `${side}×${side} at ${x},${y}`, shares.join('  '));
          });
    },
  };
}

function csv(classes: readonly string[], timed: boolean): ResultLines {
  const fields = [
    'photo',
    ...(timed ? ['time'] : []),
    'face',
    'x',
    'y',
    'width',
    'height',
    'angle',
    'score',
    'class',
    ...classes,
  ];
  return {
    header: [fields.map(csvField).join(',')],
    of: ({ path, frame, faces }) =>
      faces.map((face, i) => {
        const { x, y, width, height } = rounded(face);
        const place = [path, ...(timed ? [frame ? digits(frame.time) : ''] : []), face.number ?? i + 1];
        const best = classes[ranking(face)[0]];
        const values = [...place, x, y, width, height, digits(face.angle), digits(face.score), best];
        return [...values, ...Array.from(face.probabilities, digits)].map((value) => csvField(String(value))).join(',');
      }),
  };
}

function record({ path, frame, size, faces }: ReadPhoto, classes: readonly string[]): object {
  return {
    photo: path,
    ...(frame ? { time: digits(frame.time) } : {}),
    ...size,
    faces: faces.map((face) => ({
      ...(face.number === undefined ? {} : { face: face.number }),
      box: rounded(face),
      angle: digits(face.angle),
      score: digits(face.score),
      class: classes[ranking(face)[0]],
      probabilities: Object.fromEntries(classes.map((label, k) => [label, digits(face.probabilities[k])])),
    })),
  };
}

/** Indices of the classes, the most probable first. */
function ranking({ probabilities }: ReadFace): number[] {
  return Array.from(probabilities.keys()).sort((a, b) => probabilities[b] - probabilities[a]);
}

/** The box in whole pixels. */
function rounded({ box }: ReadFace) {
  const [x, y, side] = [box.x, box.y, box.width].map(Math.round);
  return { x, y, width: side, height: side };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).padStart(5)} %`;
}

function digits(value: number): number {
  return Number(value.toFixed(6));
}
