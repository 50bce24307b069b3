import { DatasetBuilder } from './builder';
import { type Dataset, SPLITS } from './dataset';
import { filesAt } from './files/open';
import { pictureDecoder } from './forms/decode';
import { readParquet } from './forms/parquet';
import { readPictures } from './forms/pictures';
import { type Form, recognise } from './forms/recognise';
import { type PathSplits, splitsOf } from './forms/splits';
import { readTable } from './table/read';

/** FER2013, and what it was read from. */
export interface Fer2013 {
  readonly data: Dataset;
  /** The form in words, as `emotion,pixels,Usage`. */
  readonly form: string;
  /** Whether PublicTest holds PrivateTest too, because the form does not tell them apart. */
  readonly merged: boolean;
}

/**
 * FER2013 in whatever form a path holds it: fer2013.csv, icml_face_data.csv, train.csv and test.csv, a column a pixel,
 * parquet, folders of pictures; each also in folders, zip, tar and gzip. The same data gives the same data set.
 *
 * I. J. Goodfellow et al., "Challenges in representation learning", arXiv 1307.0414.
 * @throws {InputError} that names the file, the line and the fault
 */
export async function loadFer2013(path: string): Promise<Fer2013> {
  const form = await recognise(path);
  const splits = splitsOf(form.paths);
  const data =
    form.kind === 'pictures'
      ? await readPictures(path, form.paths, splits, 'fer2013')
      : await readRows(path, form, splits);
  return { data, form: form.words, merged: splits.merged && !data.splits.includes(SPLITS.indexOf('PrivateTest')) };
}

/** The rows of tables or parquet files: all of a split's files before the next split's. */
async function readRows(path: string, form: Form, splits: PathSplits): Promise<Dataset> {
  const decode = form.kind === 'parquet' ? await pictureDecoder() : undefined;
  const paths = [...form.paths].sort((a, b) => (splits.of(a) ?? 0) - (splits.of(b) ?? 0) || (a < b ? -1 : 1));
  const builder = new DatasetBuilder(EXPECTED_IMAGES);
  for await (const file of filesAt(path)) {
    const place = paths.indexOf(file.path);
    if (place < 0) continue;
    const firstRow = place * MOST_ROWS;
    if (decode) await readParquet(file, builder, decode, splits.of(file.path), firstRow);
    else await readTable(file, builder, splits.of(file.path), firstRow);
  }
  return builder.inRowOrder('fer2013');
}

/** Room to begin with: FER2013 has 35,887 images. */
const EXPECTED_IMAGES = 36_000;
/** More than a file of it has, so that the rows of files do not mix. */
const MOST_ROWS = 2 ** 20;
