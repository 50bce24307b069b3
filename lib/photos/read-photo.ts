import { readFile, stat } from 'node:fs/promises';
import { imageSize } from 'image-size';
import { InputError, isSystemError } from '../core/errors';
import { type DecodedImage, type ImageFormat, Unreadable } from '../data/forms/formats/format';
import { formatOf, IMAGE_FORMATS } from '../data/forms/image-formats';
import { quietly, tf } from '../runtime';
import { oriented } from './orientation';
import type { Picture } from './picture';

/** Maximum number of pixels of a photo: three times those of a good camera. Reading so many takes 0.6 GB of memory. */
const MOST_PIXELS = 100_000_000;
/** Maximum size of a photo's file, in bytes. */
const MOST_BYTES = 2 ** 28;

/**
 * Reads a photo: any of the `IMAGE_FORMATS`, of any size and depth, turned upright by its EXIF orientation. Colour
 * profiles are not applied. Nothing else in the metadata is read.
 *
 * @throws {InputError} for a file that is missing, no image, damaged, animated, or larger than 100 million pixels
 */
export async function readPhoto(path: string): Promise<Picture> {
  const bytes = await bytesOf(path);
  if (bytes.length === 0) throw new InputError(path, 'empty file', 'must be an image');
  const format = formatOf(bytes);
  if (format === undefined) throw unreadable(path, 'not an image');
  const { width, height, orientation } = sizeOf(path, bytes);
  if (width * height > MOST_PIXELS)
    throw new InputError(path, `${width}×${height} pixels`, `must have at most ${MOST_PIXELS / 1e6} million pixels`);
  return oriented(await pictureOf(path, bytes, format), orientation);
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new InputError(path, `${size} bytes`, `must have at most ${MOST_BYTES}`);
    return await readFile(path);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new InputError(path, error.code === 'ENOENT' ? 'not found' : String(error.code), 'must be a readable file');
  }
}

/** Width, height and orientation, from the header alone, so that nothing large is unpacked to learn them. */
function sizeOf(path: string, bytes: Uint8Array): ReturnType<typeof imageSize> {
  try {
    return imageSize(bytes);
  } catch {
    throw unreadable(path, 'damaged');
  }
}

async function pictureOf(path: string, bytes: Uint8Array, format: ImageFormat): Promise<Picture> {
  try {
    // TensorFlow logs a line of its own for a damaged image.
    return rgbOf(await quietly(() => format.decode(bytes, tf, 3)));
  } catch (error) {
    throw unreadable(path, error instanceof Unreadable ? error.message : 'damaged');
  }
}

function rgbOf({ width, height, values, channels }: DecodedImage): Picture {
  if (channels === 3) return { width, height, rgb: Uint8Array.from(values) };
  const rgb = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++)
    for (let channel = 0; channel < 3; channel++)
      rgb[3 * i + channel] = values[i * channels + (channels === 4 ? channel : 0)];
  return { width, height, rgb };
}

function unreadable(path: string, fault: string): InputError {
  const formats = new Intl.ListFormat('en', { type: 'disjunction' }).format(IMAGE_FORMATS.map(({ name }) => name));
  return new InputError(path, fault, `must be a whole ${formats} with one image`);
}
