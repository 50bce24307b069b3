import { crop, type Tensor, tf, toFloat, warp } from '../../runtime';
import { CROP, MARGIN, type Views, viewsOf } from '../views';

/**
 * The views of each image that an evaluation averages, view by view.
 *
 * @param images `[n, 48, 48, 1]`, uint8
 * @returns `[views · n, 40, 40, 1]`, float32, gray values 0–1; image `i` in view `v` is row `v · n + i`
 */
export function evaluationCrops(images: Tensor, views: Views): Tensor {
  return tf.tidy(() => cutOut(tf.div(toFloat(images), 255), views));
}

/** The views of pictures `[n, 48, 48, 1]`, float32, in the order of {@link evaluationCrops}. */
export function cutOut(pictures: Tensor, views: Views): Tensor {
  const places = viewsOf(views);
  const mirror = places.some(({ mirrored }) => mirrored) ? tf.reverse(pictures, 2) : pictures;
  const crops = places.map(({ left, top, mirrored }) =>
    mirrored ? crop(mirror, top, MARGIN - left, CROP, CROP) : crop(pictures, top, left, CROP, CROP),
  );
  return tf.concat(crops, 0);
}

/** A picture of `size` × `size` of each uint8 image by its transform (see {@link warp}), gray values 0–1. */
export function resampled(images: Tensor, transforms: Tensor, size: number): Tensor {
  return tf.div(warp(toFloat(images), transforms, size, size), 255);
}
