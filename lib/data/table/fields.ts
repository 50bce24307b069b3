import { InputError } from '../../core/errors';
import { excerpt } from '../../core/excerpt';
import { PIXELS } from '../dataset';

/** @throws {InputError} for anything but an integer from 0 to `most` */
export function parseLabel(text: string, place: string, most: number): number {
  if (/^\d$/.test(text) && Number(text) <= most) return Number(text);
  throw new InputError(place, `emotion ${excerpt(text)}`, `must be an integer from 0 to ${most}`);
}

/**
 * Parses space-separated gray values.
 * @param images receives them at offset `to`
 * @throws {InputError} for anything but 2,304 integers from 0 to 255
 */
export function parsePixels(text: string, images: Uint8Array, to: number, place: string): void {
  const values = text.split(/\s+/).filter((value) => value !== '');
  for (const [i, value] of values.entries()) {
    if (!/^\d+$/.test(value) || Number(value) > 255)
      throw new InputError(place, `pixel ${i + 1} is ${excerpt(value)}`, 'must be an integer from 0 to 255');
  }
  if (values.length !== PIXELS) throw new InputError(place, `${values.length} pixels`, `must be ${PIXELS} (48×48)`);
  for (const [i, value] of values.entries()) images[to + i] = Number(value);
}
