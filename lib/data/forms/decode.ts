import { InputError } from '../../errors';
import { SIZE } from '../dataset';

/** Turns the bytes of a picture into gray values `[48, 48]`. */
export type Decoder = (bytes: Uint8Array, place: string) => Uint8Array;

/**
 * A decoder of PNG and JPEG, colour turned to gray, by TensorFlow, which takes a second to load: hence only where there
 * are pictures. Its inverse cosine transform is the accurate one, so that a JPEG gives the values that Pillow gives.
 */
export async function pictureDecoder(): Promise<Decoder> {
  const { quietly, tf } = await import('../../runtime');
  return (bytes, place) => {
    const decode = () =>
      isJpeg(bytes) ? tf.node.decodeJpeg(bytes, 1, 1, true, false, 1, 'INTEGER_ACCURATE') : tf.node.decodePng(bytes, 1);
    const picture = decoded(() => quietly(decode)); // TensorFlow logs a line of its own for a damaged picture
    if (picture === undefined) throw new InputError(place, 'damaged', 'must be a PNG or JPEG picture');
    const [height, width] = picture.shape;
    const pixels = new Uint8Array(picture.dataSync());
    picture.dispose(); // not tf.tidy, which looks for tensors in every pixel of what it returns
    if (height !== SIZE || width !== SIZE)
      throw new InputError(place, `${width}×${height} pixels`, `must be ${SIZE}×${SIZE}`);
    return pixels;
  };
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

function decoded<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
