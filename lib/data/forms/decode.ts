import { InputError } from '../../core/errors';
import { SIZE } from '../dataset';
import { fitted, type GrayImage, upright } from './fit';
import { type DecodedImage, Unreadable } from './formats/format';
import { formatOf, IMAGE_FORMATS } from './image-formats';

/** Decodes the bytes of an image to gray values `[48, 48]`. */
export type Decoder = (bytes: Uint8Array, place: string) => Promise<Uint8Array>;

/** A rectangle of an image, in pixels; parts outside of the image are cut off. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Turns the bytes of an image of any size, or a part of it, into gray values `[size, size]`. */
export interface FittingDecoder {
  (bytes: Uint8Array, place: string, box?: Box): Promise<Uint8Array>;
  /** Images so far that had another size, and those of them that were not square. */
  readonly resized: { all: number; cut: number };
}

/**
 * A decoder that turns images upright as EXIF says, and brings their largest centred square to `size` × `size` pixels.
 * Alpha is ignored; of 16 bits the upper 8 count.
 */
export async function fittingDecoder(size: number): Promise<FittingDecoder> {
  const decode = await grayDecoder();
  const resized = { all: 0, cut: 0 };
  const decoder = async (bytes: Uint8Array, place: string, box?: Box) => {
    const whole = upright(await decode(bytes, place), bytes);
    const image = box ? part(whole, box, place) : whole;
    if (image.width === size && image.height === size) return image.values;
    resized.all++;
    if (image.width !== image.height) resized.cut++;
    return fitted(image, size);
  };
  return Object.assign(decoder, { resized });
}

function part({ width, height, values }: GrayImage, box: Box, place: string): GrayImage {
  const [left, top] = [Math.max(0, box.left), Math.max(0, box.top)];
  const [right, bottom] = [Math.min(width, box.left + box.width), Math.min(height, box.top + box.height)];
  const [w, h] = [right - left, bottom - top];
  if (!(w > 0 && h > 0)) throw new InputError(place, 'a face outside of the image', 'must be inside');
  const cut = Uint8Array.from({ length: w * h }, (_, k) => values[(top + Math.floor(k / w)) * width + left + (k % w)]);
  return { width: w, height: h, values: cut };
}

/**
 * A decoder of the {@link IMAGE_FORMATS}, which converts colour to gray. It loads TensorFlow, which decodes most of
 * them and takes a second to load.
 */
export async function imageDecoder(): Promise<Decoder> {
  const decode = await grayDecoder();
  return async (bytes, place) => {
    const { width, height, values } = await decode(bytes, place);
    if (height !== SIZE || width !== SIZE)
      throw new InputError(place, `${width}×${height} pixels`, `must be ${SIZE}×${SIZE}`);
    return values;
  };
}

async function grayDecoder(): Promise<(bytes: Uint8Array, place: string) => Promise<GrayImage>> {
  const { quietly, tf } = await import('../../runtime');
  return async (bytes, place) => {
    const format = formatOf(bytes);
    if (format === undefined) throw unreadable(place);
    // TensorFlow logs a line of its own for a damaged image.
    const image = await decoded(() => quietly(() => format.decode(bytes, tf)));
    if (image instanceof Error) throw unreadable(place, image instanceof Unreadable ? image.message : undefined);
    return { width: image.width, height: image.height, values: gray(image) };
  };
}

/** Luma of ITU-R BT.601, with Pillow's arithmetic. */
function gray({ values, channels, width, height }: DecodedImage): Uint8Array {
  if (channels === 1) return new Uint8Array(values);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [red, green, blue] = [0, 1, 2].map((channel) => values[i * channels + channel]);
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  });
}

function unreadable(place: string, fault = 'damaged'): InputError {
  const formats = new Intl.ListFormat('en', { type: 'disjunction' }).format(IMAGE_FORMATS.map(({ name }) => name));
  return new InputError(place, fault, `must be a whole ${formats} with one image of 8 bits a value`);
}

async function decoded(decode: () => DecodedImage | Promise<DecodedImage>): Promise<DecodedImage | Error> {
  try {
    return await decode();
  } catch (error) {
    return error as Error;
  }
}
