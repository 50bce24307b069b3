import { string, type } from '../attributes';
import { DataType, execute, type Tensor, tf } from '../backend';

/**
 * Each image resampled through a projective map of its own, bilinearly; what comes from outside is 0.
 *
 * @param images `[n, h, w, channels]`, float32
 * @param transforms `[n, 8]`: rows `a0 a1 a2 b0 b1 b2 c0 c1`; the output pixel (x, y) comes from
 *   ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1, pixel centres at integers
 * @returns `[n, height, width, channels]`; no gradient
 */
export function warp(images: Tensor, transforms: Tensor, height: number, width: number): Tensor {
  const attributes = [
    type('dtype', DataType.float32),
    string('interpolation', 'BILINEAR'),
    string('fill_mode', 'CONSTANT'),
  ];
  const size = tf.tensor1d([height, width], 'int32');
  return execute('ImageProjectiveTransformV3', attributes, [images, transforms, size, tf.scalar(0)]);
}
