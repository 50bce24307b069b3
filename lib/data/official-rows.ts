import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../core/files';
import { type Dataset, pixelsAt } from './dataset';
import { OFFICIAL_COUNTS } from './official';

/** The rows of a FER2013 table, known by hashes of their pixels. */
export interface OfficialRows {
  /** {@link Fingerprint.pixels} of each row, `[rows]`. */
  readonly pixels: Float64Array;
  /** {@link Fingerprint.rest} of each row, XOR its label, `[rows]`. */
  readonly labelled: Uint16Array;
  /** Index into `SPLITS`, `[rows]`. */
  readonly splits: Uint8Array;
}

/** The first eight bytes of the SHA-256 of an image's pixels. */
export interface Fingerprint {
  /** The first six, as an integer. Two of FER2013's 34,034 different images share it with a chance of 2 in a million. */
  readonly pixels: number;
  /** The other two. */
  readonly rest: number;
}

/** The fingerprint of image `index`. */
export function fingerprint(data: Dataset, index: number): Fingerprint {
  return parts(createHash('sha256').update(pixelsAt(data, index)).digest(), 0);
}

/** The rows of the official fer2013.csv, from `official-rows.bin`, which `scripts/official-rows.mjs` describes. */
export function officialRows(): OfficialRows {
  const bytes = readFileSync(join(ROOT, 'lib/data/official-rows.bin'));
  const rows = Array.from({ length: bytes.length / ROW_BYTES }, (_, row) => parts(bytes, row * ROW_BYTES));
  const sizes = OFFICIAL_COUNTS.map((counts) => counts.reduce((sum, n) => sum + n, 0));
  return {
    pixels: Float64Array.from(rows, ({ pixels }) => pixels),
    labelled: Uint16Array.from(rows, ({ rest }) => rest),
    splits: Uint8Array.from(sizes.flatMap((size, split) => Array<number>(size).fill(split))),
  };
}

/** The rows that have the same pixels, in ascending order, by {@link Fingerprint.pixels}. */
export function rowsByPixels({ pixels }: OfficialRows): ReadonlyMap<number, readonly number[]> {
  const rows = new Map<number, number[]>();
  pixels.forEach((key, row) => {
    const same = rows.get(key);
    if (same) same.push(row);
    else rows.set(key, [row]);
  });
  return rows;
}

const ROW_BYTES = 8;

function parts(bytes: Buffer, start: number): Fingerprint {
  return { pixels: bytes.readUIntBE(start, 6), rest: bytes.readUInt16BE(start + 6) };
}
