import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { InputError } from '../../errors';
import { excerpt } from '../../excerpt';
import type { DatasetBuilder } from '../builder';
import type { SourceFile } from '../files/source';
import { parseLabel, parsePixels, parseSplit } from '../table/fields';
import type { Decoder } from './decode';
import { labelNamed } from './names';
import type { RowOptions } from './rows';

/** Whether a file that begins with these bytes is Apache Parquet. */
export function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Reads a parquet file: `image` (a picture, or a struct with its bytes) and `label`, as on Hugging Face's hub, whose own
 * names for the labels are heeded; or `emotion`, `pixels` and `Usage`, as pandas writes fer2013.csv.
 *
 * @throws {InputError} that names the row and the fault
 */
export async function readParquet(
  file: SourceFile,
  builder: DatasetBuilder,
  decode: Decoder,
  { split, firstRow = 0, mostLabel = 6 }: RowOptions,
): Promise<void> {
  let row = 0;
  for await (const { fields, labels } of rowsOf(file)) {
    const place = `${file.path}, row ${row + 1}`;
    const [label, usage, pixels, image] = [LABEL, USAGE, PIXELS, IMAGE].map((name) => column(fields, name));
    const to = builder.reserve();
    if (pixels !== undefined) parsePixels(textOf(pixels), builder.images, to, place);
    else builder.images.set(decode(pictureBytes(image, place), place), to);
    if (usage === undefined && split === undefined)
      throw new InputError(place, 'no Usage', 'must have one, or stand in a file named train, val or test');
    const given = usage === undefined ? split! : parseSplit(String(usage), place, false);
    const name = labels[Number(label)] ?? String(label);
    builder.add(labelNamed(name) ?? parseLabel(name, place, mostLabel), given, firstRow + row);
    row++;
  }
}

/** The rows, a row group after the other, and the labels' names where the file tells them. */
async function* rowsOf(source: SourceFile): AsyncGenerator<{ fields: Row; labels: readonly string[] }> {
  const { buffer, byteOffset, length } = await source.whole();
  const file = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  const told = (error: Error) => new InputError(source.path, excerpt(error.message), 'must be a whole parquet file');
  const metadata = await parquetMetadataAsync(file).catch((error) => Promise.reject(told(error)));
  const labels = labelNames(source.path, metadata.key_value_metadata);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const read = parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false, compressors });
    for (const fields of await read.catch((error) => Promise.reject(told(error)))) yield { fields, labels };
    rowStart = rowEnd;
  }
}

const LABEL = /^(emotion|label)s?$/i;
const USAGE = /^usage$/i;
const PIXELS = /^pixels$/i;
const IMAGE = /^(image|img|img_bytes|image_bytes)$/i;

function column(fields: Row, wanted: RegExp): unknown {
  const name = Object.keys(fields).find((key) => wanted.test(key.trim()));
  return name === undefined ? undefined : (fields[name] ?? undefined);
}

function textOf(pixels: unknown): string {
  return typeof pixels === 'string' ? pixels : Array.from(pixels as ArrayLike<number>).join(' ');
}

function pictureBytes(image: unknown, place: string): Uint8Array {
  if (image instanceof Uint8Array) return image;
  const bytes = (image as { bytes?: unknown } | undefined)?.bytes;
  if (bytes instanceof Uint8Array) return bytes;
  throw new InputError(place, 'no picture', 'must have a column image, or columns emotion, pixels and Usage');
}

/** The class labels that Hugging Face's `datasets` leaves in a file, by label. */
function labelNames(path: string, metadata: readonly { key: string; value?: string }[] = []): string[] {
  const json = metadata.find(({ key }) => key === 'huggingface')?.value;
  if (json === undefined) return [];
  try {
    const features: Record<string, { names?: string[] }> = JSON.parse(json).info?.features ?? {};
    return Object.entries(features).find(([key]) => LABEL.test(key))?.[1].names ?? [];
  } catch {
    throw new InputError(path, excerpt(json), 'must describe its features in JSON');
  }
}
