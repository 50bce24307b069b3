import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { InputError } from '../../errors';
import type { DatasetBuilder } from '../builder';
import type { SourceFile } from '../files/source';
import { parseLabel, parsePixels, parseSplit } from '../table/fields';
import type { Decoder } from './decode';
import { labelNamed } from './names';

/** Whether a file that begins with these bytes is Apache Parquet. */
export function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';
}

/** A row as a hub keeps it: a picture and its label; or as pandas writes fer2013.csv. */
type Row = Readonly<Record<string, unknown>>;

/**
 * Reads a parquet file: `image` (a picture, or a struct with its bytes) and `label`, as on Hugging Face's hub, whose own
 * names for the labels are heeded; or `emotion`, `pixels` and `Usage`.
 *
 * @param split of rows that do not name theirs
 * @param firstRow what `rows` counts from
 * @throws {InputError} that names the row and the fault
 */
export async function readParquet(
  file: SourceFile,
  builder: DatasetBuilder,
  decode: Decoder,
  split: number | undefined,
  firstRow: number,
): Promise<void> {
  const { buffer, byteOffset, length } = await file.whole();
  const bytes = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  try {
    const metadata = parquetMetadata(bytes);
    const names = labelNames(metadata.key_value_metadata);
    let row = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = row + Number(group.num_rows);
      const rows: Row[] = await parquetReadObjects({
        file: bytes,
        metadata,
        rowStart: row,
        rowEnd,
        utf8: false,
        compressors,
      });
      for (const fields of rows)
        addRow(fields, names, builder, decode, split, firstRow + row, `${file.path}, row ${++row}`);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(file.path, (error as Error).message, 'must be a whole parquet file');
  }
}

const compressors = {
  GZIP: (packed: Uint8Array) => gunzipSync(packed),
  BROTLI: (packed: Uint8Array) => brotliDecompressSync(packed),
};

function addRow(
  fields: Row,
  names: readonly string[],
  builder: DatasetBuilder,
  decode: Decoder,
  split: number | undefined,
  row: number,
  place: string,
): void {
  const [label, usage, pixels, image] = [LABEL, USAGE, PIXELS, IMAGE].map((name) => column(fields, name));
  const to = builder.reserve();
  if (pixels !== undefined)
    parsePixels(
      typeof pixels === 'string' ? pixels : Array.from(pixels as number[]).join(' '),
      builder.images,
      to,
      place,
    );
  else builder.images.set(decode(pictureBytes(image, place), place), to);
  if (usage === undefined && split === undefined)
    throw new InputError(
      place,
      'no Usage',
      'must have one, or stand in a file named after its split, as train.parquet',
    );
  const given = usage === undefined ? split! : parseSplit(String(usage), place, false);
  const text = names[Number(label)] ?? String(label);
  builder.add(labelNamed(text) ?? parseLabel(text, place), given, row);
}

const LABEL = /^(emotion|label)s?$/i;
const USAGE = /^usage$/i;
const PIXELS = /^pixels$/i;
const IMAGE = /^(image|img|img_bytes|image_bytes)$/i;

function column(fields: Row, wanted: RegExp): unknown {
  const name = Object.keys(fields).find((key) => wanted.test(key.trim()));
  return name === undefined ? undefined : (fields[name] ?? undefined);
}

function pictureBytes(image: unknown, place: string): Uint8Array {
  if (image instanceof Uint8Array) return image;
  const bytes = (image as { bytes?: unknown } | undefined)?.bytes;
  if (bytes instanceof Uint8Array) return bytes;
  throw new InputError(place, 'no picture', 'must have a column image, or columns emotion, pixels and Usage');
}

/** The class labels that Hugging Face's `datasets` leaves in a file, by label. */
function labelNames(metadata: readonly { key: string; value?: string }[] = []): string[] {
  const json = metadata.find(({ key }) => key === 'huggingface')?.value;
  if (json === undefined) return [];
  const features: Record<string, { names?: string[] }> = JSON.parse(json).info?.features ?? {};
  return Object.entries(features).find(([key]) => LABEL.test(key))?.[1].names ?? [];
}
