import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { InputError } from '../core/errors';
import { excerpt } from '../core/excerpt';
import { count, type Dataset, SPLITS } from './dataset';
import { statOf } from './files/disk';
import { isGzip } from './files/gzip';
import { fingerprint, type OfficialRows, officialRows, rowsByPixels } from './official-rows';

/** The options of FER+'s annotators, in the order of its columns; `NF` is "not a face". */
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

/** Index of each FER2013 label (Angry, Disgust, …) in {@link FERPLUS_VOTES}. */
export const FERPLUS_OF_LABEL = [4, 5, 6, 1, 3, 2, 0] as const;

/** FER+'s votes, in the order of fer2013.csv. */
export interface FerPlus {
  /** Number of the ten annotators who voted for each of {@link FERPLUS_VOTES}, `[rows, 10]`. */
  readonly votes: Uint8Array;
  /**
   * The first row with given pixels, by their fingerprint. FER2013 repeats 1,516 images, and FER+ has the same votes
   * for all rows of one image.
   */
  readonly rowOf: ReadonlyMap<number, number>;
}

const HEADER = `Usage,Image name,${FERPLUS_VOTES.join(',')}`;
const COLUMNS = FERPLUS_VOTES.length;

/** Whether a file that starts with these bytes is FER+'s fer2013new.csv. */
export function isFerPlus(head: Uint8Array): boolean {
  return Buffer.from(head).toString('latin1').startsWith(HEADER);
}

/**
 * Reads FER+'s fer2013new.csv, plain or gzip. Its lines do not identify images (173 names are blank), so their order is
 * checked by the repeated images of fer2013.csv: rows with the same pixels must have the same votes.
 *
 * E. Barsoum et al., "Training deep networks for facial expression recognition with crowd-sourced label distribution",
 * ICMI 2016.
 * @param official the rows of fer2013.csv to which the votes belong
 * @throws {InputError} that names the line and the fault
 */
export function loadFerPlus(path: string, official: OfficialRows = officialRows()): FerPlus {
  const name = basename(path);
  if (!statOf(path).isFile()) throw new InputError('path', path, 'must be a file such as fer2013new.csv');
  const [header, ...rows] = textOf(path, name).trimEnd().split(/\r?\n/);
  if (header !== HEADER) throw new InputError(`${name}:1`, excerpt(header), `must be ${HEADER}`);
  const votes = new Uint8Array(rows.length * COLUMNS);
  for (const [row, line] of rows.entries()) {
    const place = `${name}:${row + 2}`;
    const [usage, , ...counts] = line.split(',');
    const split = SPLITS[official.splits[row]];
    if (split !== undefined && usage !== split)
      throw new InputError(place, `Usage ${excerpt(usage)}`, `must be ${split}, as in this line of fer2013.csv`);
    if (counts.length !== COLUMNS || counts.some((votes) => !/^\d+$/.test(votes) || Number(votes) > 10))
      throw new InputError(place, excerpt(line), `must end with ${COLUMNS} votes from 0 to 10`);
    votes.set(counts.map(Number), row * COLUMNS);
  }
  const expected = official.splits.length;
  if (rows.length !== expected)
    throw new InputError(name, `${rows.length} rows`, `must be ${expected}, one for each of fer2013.csv`);
  return { votes, rowOf: firstRows(votes, official, name) };
}

/**
 * The votes for each image, identified by its pixels, regardless of row, label and split.
 * @returns `[n, 10]`
 * @throws {InputError} if FER+ has no votes for an image: it was re-encoded or changed, or is not from FER2013
 */
export function votesOf(dataset: Dataset, { votes, rowOf }: FerPlus): Uint8Array {
  const n = count(dataset);
  const joined = new Uint8Array(n * COLUMNS);
  let missing = 0;
  for (let i = 0; i < n; i++) {
    const row = rowOf.get(fingerprint(dataset, i).pixels);
    if (row === undefined) missing++;
    else joined.set(votes.subarray(row * COLUMNS, (row + 1) * COLUMNS), i * COLUMNS);
  }
  if (missing === 0) return joined;
  const found = `no votes on ${missing.toLocaleString('en')} of ${n.toLocaleString('en')} images of ${dataset.name}`;
  throw new InputError(
    'FER+',
    found,
    'must be images of the official fer2013.csv, pixel for pixel, which JPEG copies are not',
  );
}

/** The first row of each image. @throws {InputError} if another row of the same image has different votes */
function firstRows(votes: Uint8Array, official: OfficialRows, name: string): ReadonlyMap<number, number> {
  const votesIn = (row: number) => votes.subarray(row * COLUMNS, (row + 1) * COLUMNS).join();
  const firsts = new Map<number, number>();
  for (const [pixels, [first, ...others]] of rowsByPixels(official)) {
    const other = others.find((row) => votesIn(row) !== votesIn(first));
    if (other !== undefined) {
      const constraint = `must be ${votesIn(first)}, as in line ${first + 2} on the same image: the order was changed`;
      throw new InputError(`${name}:${other + 2}`, votesIn(other), constraint);
    }
    firsts.set(pixels, first);
  }
  return firsts;
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
