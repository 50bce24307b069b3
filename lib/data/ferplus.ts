import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../errors';
import { excerpt } from '../excerpt';
import { type Dataset, SPLITS, type Split } from './dataset';
import { statOf } from './files/disk';
import { isGzip } from './files/gzip';

/** What FER+'s ten annotators could vote for, in the order of its columns; `NF` is "not a face". */
export const FERPLUS_VOTES = [
  'neutral',
  'happiness',
  'surprise',
  'sadness',
  'anger',
  'disgust',
  'fear',
  'contempt',
  'unknown',
  'NF',
] as const;

/** FER2013's labels (Angry, Disgust, …) among {@link FERPLUS_VOTES}. */
export const FERPLUS_OF_LABEL = [4, 5, 6, 1, 3, 2, 0] as const;

/** FER+'s votes, in the order of fer2013.csv. */
export interface FerPlus {
  /** How many of the ten annotators voted for each of {@link FERPLUS_VOTES}, `[rows, 10]`. */
  readonly votes: Uint8Array;
  /** Index into `SPLITS`, `[rows]`. */
  readonly splits: Uint8Array;
}

const HEADER = `Usage,Image name,${FERPLUS_VOTES.join(',')}`;
const COLUMNS = FERPLUS_VOTES.length;

/** Whether a file that begins with these bytes is FER+'s fer2013new.csv. */
export function isFerPlus(head: Uint8Array): boolean {
  return Buffer.from(head).toString('latin1').startsWith(HEADER);
}

/**
 * Reads FER+'s fer2013new.csv, plain or gzip.
 *
 * E. Barsoum et al., "Training deep networks for facial expression recognition with crowd-sourced label distribution",
 * ICMI 2016.
 * @throws {InputError} that names the line and the fault
 */
export function loadFerPlus(path: string): FerPlus {
  const name = basename(path);
  if (!statOf(path).isFile()) throw new InputError('path', path, 'must be a file, as fer2013new.csv');
  const [header, ...rows] = textOf(path, name).trimEnd().split(/\r?\n/);
  if (header !== HEADER) throw new InputError(`${name}:1`, excerpt(header), `must be ${HEADER}`);
  const votes = new Uint8Array(rows.length * COLUMNS);
  const splits = new Uint8Array(rows.length);
  for (const [row, line] of rows.entries()) {
    const place = `${name}:${row + 2}`;
    const [usage, , ...counts] = line.split(',');
    splits[row] = splitOf(usage, place);
    if (counts.length !== COLUMNS || counts.some((count) => !/^\d+$/.test(count) || Number(count) > 10))
      throw new InputError(place, excerpt(line), `must end with ${COLUMNS} votes from 0 to 10`);
    votes.set(counts.map(Number), row * COLUMNS);
  }
  return { votes, splits };
}

/**
 * The votes on each image, joined by the row of fer2013.csv: picture names are no key, as 173 of them are blank.
 * @returns `[n, 10]`
 * @throws {InputError} where the data set's rows are not those that FER+ labels
 */
export function votesOf(dataset: Dataset, { votes, splits }: FerPlus): Uint8Array {
  const joined = new Uint8Array(dataset.rows.length * COLUMNS);
  for (const [i, row] of dataset.rows.entries()) {
    if (splits[row] !== dataset.splits[i]) {
      const found = row < splits.length ? SPLITS[splits[row]] : 'no row';
      throw new InputError(
        `FER+ at row ${row}`,
        found,
        `must be ${SPLITS[dataset.splits[i]]}, as in the whole FER2013`,
      );
    }
    joined.set(votes.subarray(row * COLUMNS, (row + 1) * COLUMNS), i * COLUMNS);
  }
  return joined;
}

function textOf(path: string, name: string): string {
  const bytes = readFileSync(path);
  if (!isGzip(bytes)) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    throw new InputError(name, 'damaged', 'must be a whole gzip file; download it again');
  }
}

function splitOf(usage: string, place: string): number {
  const split = SPLITS.indexOf(usage as Split);
  if (split < 0) throw new InputError(place, `Usage ${excerpt(usage)}`, `must be ${SPLITS.join(', ')}`);
  return split;
}
