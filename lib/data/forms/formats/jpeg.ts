import { type ImageFormat, valuesOf } from './format';

/** JPEG, of which the luma is read. The inverse cosine transform is the accurate one: the values are Pillow's. */
export const jpeg: ImageFormat = {
  name: 'JPEG',
  begins: /^\xff\xd8/,
  decode: (bytes, tf, channels = 1) =>
    valuesOf(tf.node.decodeJpeg(bytes, channels, 1, true, false, 1, 'INTEGER_ACCURATE')),
};
