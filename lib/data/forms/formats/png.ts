import { type ImageFormat, valuesOf } from './format';

/** PNG (ISO/IEC 15948), turned to gray by libpng. */
export const png: ImageFormat = {
  name: 'PNG',
  begins: /^\x89PNG/,
  decode: (bytes, tf, channels = 1) => valuesOf(tf.node.decodePng(bytes, channels)),
};
