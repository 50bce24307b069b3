import { foldIn, type Tensor, tf, toFloat, uniform, warp } from '../runtime';
import { CROP, MARGIN, type Views, viewsOf } from './views';

/**
 * A random crop of each image, mirrored with probability 1/2, in one warp.
 *
 * @param images `[n, 48, 48, 1]`, uint8
 * @param key of this step's randomness; see `runtime/random.ts`
 * @returns `[n, 40, 40, 1]`, float32, gray values 0–1
 */
export function randomCrops(images: Tensor, key: Tensor): Tensor {
  const n = images.shape[0];
  return tf.tidy(() => {
    const draws = uniform(foldIn(key, 0), [n, 3]);
    const corner = tf.floor(tf.mul(tf.slice(draws, [0, 0], [n, 2]), MARGIN + 1));
    const [left, top] = tf.split(corner, 2, 1);
    const mirrored = tf.cast(tf.less(tf.slice(draws, [0, 2], [n, 1]), 0.5), 'float32');
    const direction = tf.sub(1, tf.mul(mirrored, 2));
    const start = tf.add(left, tf.mul(mirrored, CROP - 1));
    const zero = tf.zeros([n, 1]);
    const transforms = tf.concat([direction, zero, start, zero, tf.ones([n, 1]), top, zero, zero], 1);
    return crop(images, transforms);
  });
}

/**
 * The views of each image that an evaluation averages, view by view.
 *
 * @param images `[n, 48, 48, 1]`, uint8
 * @returns `[views · n, 40, 40, 1]`, float32, gray values 0–1; image `i` in view `v` is row `v · n + i`
 */
export function evaluationCrops(images: Tensor, views: Views): Tensor {
  const n = images.shape[0];
  return tf.tidy(() => {
    const crops = viewsOf(views).map(({ left, top, mirrored }) => {
      const row = mirrored ? [-1, 0, left + CROP - 1, 0, 1, top, 0, 0] : [1, 0, left, 0, 1, top, 0, 0];
      return crop(images, tf.tile(tf.tensor2d([row]), [n, 1]));
    });
    return tf.concat(crops, 0);
  });
}

function crop(images: Tensor, transforms: Tensor): Tensor {
  return tf.div(warp(toFloat(images), transforms, CROP, CROP), 255);
}
