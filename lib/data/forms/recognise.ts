import { InputError } from '../../errors';
import { printable } from '../../excerpt';
import { filesAt, PICTURE } from '../files/open';
import type { SourceFile } from '../files/source';
import { type Layout, parseHeader } from '../table/header';
import { isParquet } from './parquet';

/** A header with a column a pixel has some 30,000 bytes. */
const HEADER_BYTES = 1 << 16;

/** What a path holds: the files that make the data set, and how they are written. */
export interface Form {
  readonly kind: 'table' | 'parquet' | 'pictures';
  /** How messages call it, as `emotion,pixels,Usage`. */
  readonly words: string;
  /** Which of the path's files hold the data. */
  readonly paths: readonly string[];
}

interface Contents {
  readonly tables: Map<string, Layout>;
  readonly parquet: string[];
  readonly pictures: string[];
  /** Files that are none of these, and why they are no table. */
  readonly others: Map<string, InputError>;
}

/**
 * Finds out in which of its forms a path holds FER2013, by looking into its files.
 * @throws {InputError} where it holds none
 */
export async function recognise(path: string): Promise<Form> {
  const { tables, parquet, pictures, others } = await contentsOf(path);
  const labelled = [...tables.keys()].filter((name) => tables.get(name)!.fields.includes('emotion'));
  const complete = labelled.filter((name) => tables.get(name)!.fields.includes('usage'));
  if (complete.length > 0) return tableForm([preferred(complete)], tables);
  if (labelled.length > 0) return tableForm(labelled, tables);
  if (parquet.length > 0) return { kind: 'parquet', words: 'parquet', paths: parquet };
  if (pictures.length > 0) return { kind: 'pictures', words: 'folders of pictures', paths: pictures };
  const [unlabelled] = tables.keys();
  if (unlabelled !== undefined)
    throw new InputError(
      `${unlabelled}:1`,
      'no column emotion',
      'must have one; icml_face_data.csv labels every image',
    );
  if (others.size === 1) throw [...others.values()][0];
  throw new InputError('path', path, 'must hold fer2013.csv, another of its forms, or an archive of one');
}

async function contentsOf(path: string): Promise<Contents> {
  const contents: Contents = { tables: new Map(), parquet: [], pictures: [], others: new Map() };
  for await (const file of filesAt(path)) {
    if (PICTURE.test(file.name)) contents.pictures.push(file.path);
    else if (isParquet(await file.head(4))) contents.parquet.push(file.path);
    else await lookForTable(file, contents);
  }
  return contents;
}

async function lookForTable(file: SourceFile, { tables, others }: Contents): Promise<void> {
  const head = Buffer.from(await file.head(HEADER_BYTES));
  try {
    if (head.length === 0) throw new InputError(file.path, 'empty', 'must be a table of emotion, pixels and Usage');
    if (head.subarray(1, 5).toString('latin1') === '7zXZ')
      throw new InputError(file.path, 'packed with xz', 'must be unpacked first, with xz -dk');
    tables.set(file.path, parseHeader(firstLine(head.toString('utf8')), file.path));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    others.set(file.path, error);
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0].replace(/^\ufeff/, '');
}

function tableForm(paths: string[], tables: Contents['tables']): Form {
  const unlabelled = [...tables.keys()].filter((name) => !tables.get(name)!.fields.includes('emotion'));
  const leftOut = unlabelled.map((name) => `; ${printable(name)} has no labels and is left out`).join('');
  return { kind: 'table', words: `${tables.get(paths[0])!.form}${leftOut}`, paths };
}

/** fer2013.csv where several files hold everything, as in the archive of the whole challenge. */
function preferred(paths: readonly string[]): string {
  return paths.find((path) => path.endsWith('fer2013.csv')) ?? paths[0];
}
