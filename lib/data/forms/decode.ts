import { InputError } from '../../core/errors';
import { SIZE } from '../dataset';
import { type DecodedImage, Unreadable } from './formats/format';
import { formatOf, IMAGE_FORMATS } from './image-formats';

/** Decodes the bytes of an image to gray values `[48, 48]`. */
export type Decoder = (bytes: Uint8Array, place: string) => Promise<Uint8Array>;

/**
 * A decoder of the {@link IMAGE_FORMATS}, which converts colour to gray. It loads TensorFlow, which decodes most of
 * them and takes a second to load.
 */
export async function imageDecoder(): Promise<Decoder> {
  const { quietly, tf } = await import('../../runtime');
  return async (bytes, place) => {
    const format = formatOf(bytes);
    if (format === undefined) throw unreadable(place);
    // TensorFlow logs a line of its own for a damaged image.
    const image = await decoded(() => quietly(() => format.decode(bytes, tf)));
    if (image instanceof Error) throw unreadable(place, image instanceof Unreadable ? image.message : undefined);
    const { width, height } = image;
    if (height !== SIZE || width !== SIZE)
      throw new InputError(place, `${width}×${height} pixels`, `must be ${SIZE}×${SIZE}`);
    return gray(image);
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
