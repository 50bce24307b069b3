import { InputError } from '../core/errors';
import type { Dataset } from '../data/dataset';
import type { Figure } from './figure';
import { grayPng } from './png';
import { type TilesOptions, tiles } from './tiles';

export interface GalleryOptions extends Pick<TilesOptions, 'columns' | 'width'> {
  /** Text below each image, `[n]`; may contain `<br>`. @default none */
  readonly captions?: readonly string[];
}

/** Dots per pixel: images are drawn as squares, so that viewers do not smooth them. */
export const ZOOM = 6;

/**
 * Gray images in rows. Each pixel is a sharp square.
 *
 * @param data gray values 0–255, `[n, size, size]`: a data set, or `{ images, size }`
 * @throws InputError if `images` is not a whole number of images, or the number of captions differs
 */
export function gallery({ images, size }: Pick<Dataset, 'images' | 'size'>, options: GalleryOptions = {}): Figure {
  const { captions = [], ...rest } = options;
  const n = images.length / size ** 2;
  if (!Number.isInteger(n))
    throw new InputError('images', images.length, `must be a multiple of ${size} × ${size} pixels`);
  if (captions.length !== 0 && captions.length !== n) {
    throw new InputError('captions', captions.length, `must be one for each of ${n} images`);
  }
  const pictures = Array.from({ length: n }, (_, i) => ({
    png: grayPng(images.subarray(i * size ** 2, (i + 1) * size ** 2), size, size, ZOOM),
    caption: captions[i],
  }));
  return tiles(pictures, rest);
}
