import type { DatasetBuilder } from '../builder';
import { PIXELS, SPLITS } from '../dataset';
import type { Layout } from './header';

const ZERO = 48;
const SPACE = 32;
const SPLIT_NAMES = SPLITS.map((split) => Buffer.from(split));

/**
 * Reads a row of the usual spelling: the hot path, byte by byte, without a string. Whatever it does not expect, be it a
 * fault or an unusual spelling, it leaves to `parseUnusualRow`.
 *
 * @param bytes hold the row at `at` … `end` − 1, without its line break
 * @param split of rows that do not name theirs
 * @returns whether the row was read and added
 */
export function parseRow(
  bytes: Uint8Array,
  at: number,
  end: number,
  { fields, delimiter, pixelSeparator }: Layout,
  builder: DatasetBuilder,
  split: number,
  row: number,
): boolean {
  const to = builder.reserve();
  let label = -1;
  for (const [i, field] of fields.entries()) {
    if (i > 0 && bytes[at++] !== delimiter) return false;
    while (bytes[at] === SPACE) at++;
    if (field === 'pixels') at = parsePixels(bytes, at, pixelSeparator, builder.images, to);
    else if (field === 'emotion') {
      label = bytes[at++] - ZERO;
      if (label < 0 || label > 6) return false;
    } else if (field === 'usage') {
      split = SPLIT_NAMES.findIndex((name) => startsWith(bytes, at, name));
      if (split < 0) return false;
      at += SPLIT_NAMES[split].length;
    } else while (at < end && bytes[at] !== delimiter) if (bytes[at++] === QUOTE) return false;
    if (at < 0) return false;
  }
  if (at !== end || label < 0) return false;
  builder.add(label, split, row);
  return true;
}

const QUOTE = 34;

/** Reads 2,304 gray values. @returns where they end, or −1 */
function parsePixels(bytes: Uint8Array, at: number, separator: number, images: Uint8Array, to: number): number {
  const last = to + PIXELS - 1;
  for (let pixel = to; ; pixel++) {
    let value = bytes[at++] - ZERO;
    if (value < 0 || value > 9) return -1;
    let digit = bytes[at] - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = bytes[++at] - ZERO;
      if (digit >= 0 && digit <= 9) {
        value = value * 10 + digit;
        at++;
      }
    }
    if (value > 255) return -1;
    images[pixel] = value;
    if (pixel === last) return at;
    if (bytes[at++] !== separator) return -1;
  }
}

function startsWith(bytes: Uint8Array, at: number, name: Uint8Array): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[at + i] !== name[i]) return false;
  return true;
}
