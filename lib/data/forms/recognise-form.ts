import { InputError } from '../../core/errors';
import type { Contents } from './contents';
import { type LabelNames, labelOfNumber, labelOfWord } from './labels';
import { byKind, leftOut } from './left-out';
import { foldersOf } from './paths';

/** The form of a data set: the files that contain it, and their format. */
export interface Form {
  readonly kind: 'table' | 'parquet' | 'images';
  /** Name of the form in messages, such as `emotion,pixels,Usage`. */
  readonly words: string;
  /** The files that contain the data. */
  readonly paths: readonly string[];
  /** Whether the first of these is a table with a column of splits; the others may only repeat it. */
  readonly hasSplits: boolean;
  /** Files that are not read, counted by extension, and assumptions about the others. */
  readonly notices: readonly string[];
}

/**
 * Recognises the form of a data set by inspecting its files.
 * @throws {InputError} if the path contains no data set, or two
 */
export function recognise(path: string, names: LabelNames, contents: Contents): Form {
  const form = tablesIn(contents) ?? parquetIn(contents) ?? imagesIn(contents);
  if (form === undefined) throw noForm(path, contents);
  const others = otherForms(form, contents, names);
  if (others !== undefined) {
    const fault = `holds ${form.words} (${form.paths[0]}) and ${others}`;
    throw new InputError('path', fault, 'must contain one of them, or name the one to read');
  }
  return { ...form, notices: [...form.notices, ...unreadParts(form, contents), ...leftOut(contents)] };
}

function tablesIn({ tables }: Contents): Form | undefined {
  const fieldsOf = (name: string) => tables.get(name)!.fields;
  const labelled = [...tables.keys()].filter((name) => fieldsOf(name).includes('emotion'));
  if (labelled.length === 0) return undefined;
  const complete = labelled.filter((name) => fieldsOf(name).includes('usage'));
  const first = complete.length > 0 ? preferred(complete) : labelled[0];
  const paths = [first, ...labelled.filter((name) => name !== first)];
  return { kind: 'table', words: tables.get(first)!.form, paths, hasSplits: complete.length > 0, notices: [] };
}

function parquetIn({ parquet }: Contents): Form | undefined {
  return parquet.length > 0
    ? { kind: 'parquet', words: 'parquet', paths: parquet, hasSplits: false, notices: [] }
    : undefined;
}

function imagesIn({ images }: Contents): Form | undefined {
  return images.length > 0
    ? { kind: 'images', words: 'folders of pictures', paths: images, hasSplits: false, notices: [] }
    : undefined;
}

/** The other data sets at a path, in words; undefined if there is only one. */
function otherForms({ kind }: Form, { parquet, images }: Contents, names: LabelNames): string | undefined {
  if (kind === 'table' && parquet.length > 0) return `parquet (${parquet[0]})`;
  const labelled = kind === 'images' ? [] : labelledImages(images, names);
  if (labelled.length === 0) return undefined;
  return `${labelled.length.toLocaleString('en')} images in folders named after labels (${labelled[0]})`;
}

function labelledImages(images: readonly string[], names: LabelNames): string[] {
  const isLabel = (folder: string) =>
    labelOfWord(folder, names) !== undefined || labelOfNumber(folder, names) !== undefined;
  return images.filter((path) => foldersOf(path).some(isLabel));
}

/** Tables without labels, and images next to a table that no folder labels. */
function unreadParts({ kind }: Form, { tables, images }: Contents): string[] {
  const unlabelled = [...tables.keys()].filter((name) => !tables.get(name)!.fields.includes('emotion'));
  const lines = unlabelled.map((name) => `skipped: ${name}, which has no labels`);
  if (kind !== 'images' && images.length > 0) lines.push(`skipped: images without labels, ${byKind(images)}`);
  return lines;
}

function noForm(path: string, { tables, others, hidden, backups }: Contents): InputError {
  const [unlabelled] = tables.keys();
  if (unlabelled !== undefined)
    return new InputError(
      `${unlabelled}:1`,
      'no column emotion',
      'must have one; icml_face_data.csv labels every image',
    );
  if (others.size === 1) return [...others.values()][0];
  const found = others.size > 0 ? `, not ${byKind([...others.keys()])}` : '';
  const unread = hidden.length + backups.length > 0 ? ' (hidden files and backups are not read)' : '';
  return new InputError(
    'path',
    path,
    `must contain fer2013.csv, another of its forms, or an archive of one${found}${unread}`,
  );
}

/** fer2013.csv if several tables contain everything, as in the archive of the whole challenge. */
function preferred(paths: readonly string[]): string {
  return paths.find((path) => /(^|\/)fer2013\.csv(\.gz)?$/.test(path)) ?? paths[0];
}
