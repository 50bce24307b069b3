import { InputError } from '../../errors';
import { DatasetBuilder } from '../builder';
import { type Dataset, SPLITS } from '../dataset';
import { filesAt } from '../files/open';
import { readTable } from '../table/read';
import { pictureDecoder } from './decode';
import { labelNamed, nearest } from './names';
import { readParquet } from './parquet';
import { type OnProgress, type Picture, readPictures } from './pictures';
import { type Form, recognise } from './recognise';
import { type PathSplits, splitsOf } from './splits';

/** A data set, and what it was read from. */
export interface Loaded {
  readonly data: Dataset;
  /** The form in words, as `emotion,pixels,Usage`. */
  readonly form: string;
  /** What a reader of results must know about the splits; none where they are the source's own. */
  readonly warning?: string;
}

/** Loads a data set from a path. */
export type Loader = (path: string, onProgress?: OnProgress) => Promise<Loaded>;

/**
 * Loads what a path holds in any of the forms that {@link recognise} knows, with the splits that rows or paths name.
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadForm(path: string, name: string, onProgress?: OnProgress): Promise<Loaded> {
  const form = await recognise(path);
  const splits = splitsOf(form.paths);
  const pictures = () => readPictures(path, inFolders(form, splits), name, onProgress);
  const data = await (form.kind === 'pictures' ? pictures() : readRows(path, form, name));
  const merged = splits.merged && !data.splits.includes(SPLITS.indexOf('PrivateTest'));
  return { data, form: form.words, warning: merged ? MERGED : undefined };
}

const MERGED =
  'its test split merges PublicTest and PrivateTest; all of it stands in PublicTest, which leaves none to report on';

/** Pictures in folders that are named after their emotion or label and their split, as `train/angry/1.png`. */
function inFolders({ paths }: Form, splits: PathSplits): Picture[] {
  return paths.map((path) => ({ path, label: labelOf(path), split: splits.of(path) ?? 0 }));
}

/**
 * The label that a picture's folders name.
 * @throws {InputError} where none does
 */
export function labelOf(path: string): number {
  const folders = path.slice(0, path.lastIndexOf('/') + 1);
  const label = nearest(folders, labelNamed);
  if (label !== undefined) return label;
  const constraint = 'must lie in a folder named angry, disgust, fear, happy, sad, surprise, neutral or 0–6';
  throw new InputError(path, 'no emotion in its path', constraint);
}

/** The rows of tables or parquet files: all of a split's files before the next split's. */
export async function readRows(path: string, form: Form, name: string, mostLabel?: number): Promise<Dataset> {
  const splits = splitsOf(form.paths);
  const decode = form.kind === 'parquet' ? await pictureDecoder() : undefined;
  const paths = [...form.paths].sort((a, b) => (splits.of(a) ?? 0) - (splits.of(b) ?? 0) || (a < b ? -1 : 1));
  const builder = new DatasetBuilder(EXPECTED_IMAGES);
  for await (const file of filesAt(path)) {
    const place = paths.indexOf(file.path);
    if (place < 0) continue;
    const rows = { split: splits.of(file.path), firstRow: place * MOST_ROWS, mostLabel };
    if (decode) await readParquet(file, builder, decode, rows);
    else await readTable(file, builder, rows);
  }
  return builder.inRowOrder(name);
}

/** Room to begin with: FER2013 has 35,887 images. */
const EXPECTED_IMAGES = 36_000;
/** More than a file of it has, so that the rows of files do not mix. */
const MOST_ROWS = 2 ** 20;
