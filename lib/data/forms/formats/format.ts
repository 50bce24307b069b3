import type { Tensor, tf as TensorFlow } from '../../../runtime';

/** A decoded image. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width, channels]`, 0–255. */
  readonly values: ArrayLike<number>;
  /** 1 gray, 3 red, green and blue, 4 with alpha, which is ignored. */
  readonly channels: 1 | 3 | 4;
}

/** The reason why an undamaged image cannot be read, such as `3 frames`. */
export class Unreadable extends Error {}

/** A file format of images. */
export interface ImageFormat {
  readonly name: string;
  /** The start of its files, as Latin-1. */
  readonly begins: RegExp;
  /**
   * @param channels 1 lets the decoder convert colours to gray; 3 keeps them
   * @throws {Unreadable} if the file uses an unsupported variant; any other error if it is damaged
   */
  decode(bytes: Uint8Array, tf: typeof TensorFlow, channels?: 1 | 3): DecodedImage | Promise<DecodedImage>;
}

/** The values of a tensor `[height, width, channels]`; disposes it. */
export function valuesOf(image: Tensor): DecodedImage {
  const [height, width, channels] = image.shape;
  const values = image.dataSync();
  image.dispose(); // not tf.tidy, which would search every pixel of the result for tensors
  return { width, height, values, channels: channels as DecodedImage['channels'] };
}
