import type { Tensor, tf as TensorFlow } from '../../../runtime';

/** An image as its file has it. */
export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  /** `[height, width, channels]`, 0–255. */
  readonly values: ArrayLike<number>;
  /** 1 gray, 3 red, green and blue, 4 with alpha, which is ignored. */
  readonly channels: 1 | 3 | 4;
}

/** Why a whole image cannot be read, as `3 frames`. */
export class Unreadable extends Error {}

/** A file format of images. */
export interface ImageFormat {
  readonly name: string;
  /** What its files begin with, as Latin-1. */
  readonly begins: RegExp;
  /**
   * @param channels 1 lets the decoder turn colours to gray; 3 keeps them
   * @throws {Unreadable} if the file is written in a way that cannot be read; any other error if it is damaged
   */
  decode(bytes: Uint8Array, tf: typeof TensorFlow, channels?: 1 | 3): DecodedImage | Promise<DecodedImage>;
}

/** A tensor of `[height, width, channels]`, as its values; disposes it. */
export function valuesOf(image: Tensor): DecodedImage {
  const [height, width, channels] = image.shape;
  const values = image.dataSync();
  image.dispose(); // not tf.tidy, which looks for tensors in every pixel of what it returns
  return { width, height, values, channels: channels as DecodedImage['channels'] };
}
