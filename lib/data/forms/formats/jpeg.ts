import { type ImageFormat, valuesOf } from './format';

/** JPEG. Decodes only the luma, with the accurate inverse cosine transform: the values equal Pillow's. */
export const jpeg: ImageFormat = {
  name: 'JPEG',
  begins: /^\xff\xd8/,
  decode: (bytes, tf, channels = 1) =>
    valuesOf(tf.node.decodeJpeg(bytes, channels, 1, true, false, 1, 'INTEGER_ACCURATE')),
};
