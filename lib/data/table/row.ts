import type { DatasetBuilder } from '../builder';
import { PIXELS, SPLITS } from '../dataset';
import type { Layout } from './header';

const ZERO = 48;
const SPACE = 32;
const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPLIT_NAMES = SPLITS.map((split) => Buffer.from(split));

/**
 * Parses a row in the usual format: the hot path, byte by byte, without strings. Leaves errors and unusual formats to
 * `parseUnusualRow`.
 *
 * @param bytes contain the row at offset `at`
 * @param split split for rows that name none
 * @returns the offset of the next row, or −1 if this one was not parsed
 */
export function parseRow(
  bytes: Uint8Array,
  at: number,
  { fields, delimiter, pixelSeparator }: Layout,
  builder: DatasetBuilder,
  split: number,
  row: number,
): number {
  const to = builder.reserve();
  let label = -1;
  for (const [i, field] of fields.entries()) {
    if (i > 0 && bytes[at++] !== delimiter) return -1;
    while (bytes[at] === SPACE) at++;
    if (field === 'pixels') at = parsePixels(bytes, at, pixelSeparator, builder.images, to);
    else if (field === 'emotion') {
      label = bytes[at++] - ZERO;
      if (label < 0 || label > 6) return -1;
    } else if (field === 'usage') {
      split = SPLIT_NAMES.findIndex((name) => startsWith(bytes, at, name));
      if (split < 0) return -1;
      at += SPLIT_NAMES[split].length;
    } else at = skipped(bytes, at, delimiter);
    if (at < 0) return -1;
  }
  if (bytes[at] === CARRIAGE_RETURN) at++;
  if (bytes[at] !== LINE_FEED || label < 0) return -1;
  builder.add(label, split, row);
  return at + 1;
}

/** @returns the end of an unquoted field, or −1 */
function skipped(bytes: Uint8Array, at: number, delimiter: number): number {
  for (; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === delimiter || byte === LINE_FEED || byte === CARRIAGE_RETURN) return at;
    if (byte === QUOTE) return -1;
  }
  return -1;
}

/** Parses 2,304 gray values. @returns their end, or −1 */
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
