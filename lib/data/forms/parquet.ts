import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { openParquet, type Row } from '../../core/parquet-file';
import type { DatasetBuilder } from '../builder';
import type { SourceFile } from '../files/source-file';
import { parseLabel, parsePixels } from '../table/fields';
import { SUBJECT } from '../table/header';
import type { Decoder } from './decode';
import { labelOfWord, numberedLabels } from './labels';
import type { RowOptions, RowsRead } from './rows-read';

/** Whether a file that starts with these bytes is Apache Parquet. */
export function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';
}

/**
 * Reads a parquet file: `image` (an image file, or a struct with its bytes) and `label`, as on Hugging Face's hub, with
 * its names of the labels; or `emotion`, `pixels` and `Usage`, as pandas writes fer2013.csv. A column `split` is read
 * like `Usage`.
 *
 * @throws {InputError} that names the row and the fault
 */
export async function readParquet(
  file: SourceFile,
  builder: DatasetBuilder,
  decode: Decoder,
  { split, column, labels, subjects }: RowOptions,
): Promise<RowsRead> {
  let isComplete = false;
  let assumed: string | undefined; // a numeric column whose label order is not stored in the file
  let row = 0;
  for await (const { fields, names } of rowsOf(file)) {
    const place = `${file.path}, row ${row + 1}`;
    const [label, usage, pixels, image] = [LABEL, USAGE, PIXELS, IMAGE].map((name) => columnOf(fields, name, place));
    const to = builder.reserve();
    if (pixels?.value != null) parsePixels(textOf(pixels.value), builder.images, to, place);
    else builder.images.set(await decode(imageBytes(image?.value, place), place), to);
    if (usage === undefined && split === undefined)
      throw new InputError(place, 'no Usage', 'must have one, or be in a file named train, val or test');
    isComplete ||= usage !== undefined;
    const given = usage === undefined ? split! : column.codeOf(String(usage.value ?? ''), place, builder.lastSplit);
    const name = names[Number(label?.value)] ?? String(label?.value);
    const named = labelOfWord(name, labels);
    if (named === undefined && !/^emotions?$/i.test(label?.name ?? '')) assumed = label?.name;
    builder.add(named ?? parseLabel(name, place, labels.classes.length - 1), given, row);
    const subject = subjects && columnOf(fields, SUBJECT, place);
    if (subject) subjects.push(String(subject.value));
    row++;
  }
  const numbers = numberedLabels(builder.build().labels, labels);
  return { isComplete, notices: assumed ? [`${file.path}: column ${assumed} is read as ${numbers}`] : [] };
}

/** The rows, one row group at a time, and the labels' names if the file contains them. */
async function* rowsOf(source: SourceFile): AsyncGenerator<{ fields: Row; names: readonly string[] }> {
  const { metadata, rows } = await openParquet(await source.whole(), source.path);
  const names = namesOfLabels(source.path, metadata.key_value_metadata);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    for (const fields of await rows({ rowStart, rowEnd, utf8: false })) yield { fields, names };
    rowStart = rowEnd;
  }
}

const LABEL = /^(emotion|label)s?$/i;
const USAGE = /^(usage|split)$/i;
const PIXELS = /^pixels$/i;
const IMAGE = /^(image|img|img_bytes|image_bytes)$/i;

/** @throws {InputError} if two columns have this meaning */
function columnOf(fields: Row, wanted: RegExp, place: string): { name: string; value: unknown } | undefined {
  const [name, other] = Object.keys(fields).filter((key) => wanted.test(key.trim()));
  if (other !== undefined) throw new InputError(place, `columns ${name} and ${other}`, 'must not both exist');
  return name === undefined ? undefined : { name, value: fields[name] };
}

function textOf(pixels: unknown): string {
  return typeof pixels === 'string' ? pixels : Array.from(pixels as ArrayLike<number>).join(' ');
}

function imageBytes(image: unknown, place: string): Uint8Array {
  if (image instanceof Uint8Array) return image;
  const bytes = (image as { bytes?: unknown } | undefined)?.bytes;
  if (bytes instanceof Uint8Array) return bytes;
  throw new InputError(place, 'no image', 'must have a column image, or columns emotion, pixels and Usage');
}

/** The class labels that Hugging Face's `datasets` stores in a file, by label. */
function namesOfLabels(path: string, metadata: readonly { key: string; value?: string }[] = []): string[] {
  const json = metadata.find(({ key }) => key === 'huggingface')?.value;
  if (json === undefined) return [];
  try {
    const features: Record<string, { names?: string[] }> = JSON.parse(json).info?.features ?? {};
    return Object.entries(features).find(([key]) => LABEL.test(key))?.[1].names ?? [];
  } catch {
    throw new InputError(path, excerpt(json), 'must be JSON that describes the features');
  }
}
