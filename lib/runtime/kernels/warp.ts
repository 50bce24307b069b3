import { int, type } from '../attributes';
import { DataType, execute, type Tensor, tf, typeOf } from '../backend';
import { hasOwnOps } from '../own-ops';
import { toFloat } from './cast';
import { gather } from './shape';

const TINY = 1e-30;

/**
 * Resamples each image bilinearly through its own projective map; pixels from outside the image are 0.
 *
 * @param images `[n, h, w, channels]`, uint8 or float32
 * @param transforms `[n, 8]`: rows `a0 a1 a2 b0 b1 b2 c0 c1`; the output pixel (x, y) comes from
 *   ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1, pixel centres at integers
 * @returns `[n, height, width, channels]`, float32; no gradient
 */
export function warp(images: Tensor, transforms: Tensor, height: number, width: number): Tensor {
  const isGray = images.shape[3] === 1;
  return isGray && hasOwnOps()
    ? warpInOnePass(images, transforms, height, width)
    : warpByPlaces(images, transforms, height, width);
}

/** By the op of `lib/runtime/native/warp.h`. @param images `[n, h, w, 1]` */
export function warpInOnePass(images: Tensor, transforms: Tensor, height: number, width: number): Tensor {
  const pixels = typeOf(images) === DataType.uint8 ? images : toFloat(images);
  const attributes = [type('T', typeOf(pixels)), int('height', height), int('width', width)];
  return execute('FerWarp', attributes, [pixels, transforms]);
}

/** By TensorFlow's ops. */
export function warpByPlaces(images: Tensor, transforms: Tensor, height: number, width: number): Tensor {
  const [n, h, w, channels] = images.shape;
  const [x, y] = [tf.range(0, width), tf.range(0, height)];
  const entry = (i: number) => tf.slice(transforms, [0, i], [n, 1]);
  const plane = (i: number, offset: Tensor) => {
    const row = tf.add(tf.mul(entry(i + 1), y), offset);
    return tf.add(tf.mul(entry(i), x).reshape([n, 1, width]), row.reshape([n, height, 1]));
  };
  // A k ≤ 0, for which the map is undefined, counts as a tiny one, which leads out of the image.
  const scale = tf.div(1, tf.maximum(plane(6, tf.scalar(1)), TINY));
  // A border of one zero pixel represents everything outside the image.
  const bordered = tf
    .pad(toFloat(images), [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ])
    .reshape([n * (h + 2) * (w + 2), channels]);
  const along = (from: Tensor, size: number) => {
    const place = tf.add(tf.mul(from, scale), 1);
    const at = tf.maximum(tf.minimum(place, size + 1), 0);
    const whole = tf.minimum(tf.floor(at), size);
    return { whole, share: tf.sub(at, whole).reshape([n, height, width, 1]) };
  };
  const column = along(plane(0, entry(2)), w);
  const row = along(plane(3, entry(5)), h);
  const integer = (value: number) => tf.scalar(value, 'int32');
  const first = tf.range(0, n * (h + 2), h + 2, 'int32').reshape([n, 1, 1]);
  const line = tf.mul(tf.add(tf.cast(row.whole, 'int32'), first), integer(w + 2));
  const corner = tf.add(line, tf.cast(column.whole, 'int32'));
  const pixel = (down: number, right: number) => gather(bordered, tf.add(corner, integer(down * (w + 2) + right)));
  const blend = (a: Tensor, b: Tensor, share: Tensor) => tf.add(a, tf.mul(tf.sub(b, a), share));
  const [above, below] = [0, 1].map((down) => blend(pixel(down, 0), pixel(down, 1), column.share));
  return blend(above, below, row.share);
}
