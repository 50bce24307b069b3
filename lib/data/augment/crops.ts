import { type Tensor, tf, toFloat, warp } from '../../runtime';
import { CROP, type Views, viewsOf } from '../views';

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
      return cropped(images, tf.tile(tf.tensor2d([row]), [n, 1]));
    });
    return tf.concat(crops, 0);
  });
}

/** One 40×40 crop of each image by its transform (see {@link warp}), gray values 0–1. */
export function cropped(images: Tensor, transforms: Tensor): Tensor {
  return tf.div(warp(toFloat(images), transforms, CROP, CROP), 255);
}
