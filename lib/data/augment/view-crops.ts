import { type Tensor, tf, toFloat, warp } from '../../runtime';
import { marginOf, type Views, viewsOf } from '../views';

/**
 * The views of each image that an evaluation averages, view by view.
 *
 * @param images `[n, size, size, 1]`, uint8
 * @param crop width of the network's input
 * @returns `[views · n, crop, crop, 1]`, float32, gray values 0–1; image `i` in view `v` is row `v · n + i`
 */
export function evaluationCrops(images: Tensor, views: Views, crop: number): Tensor {
  return tf.tidy(() => cutOut(tf.div(toFloat(images), 255), views, crop));
}

/** The views of pictures `[n, size, size, 1]`, float32, in the order of {@link evaluationCrops}. */
export function cutOut(pictures: Tensor, views: Views, crop: number): Tensor {
  const [n, size] = pictures.shape;
  return tf.tidy(() => {
    const crops = viewsOf(views, marginOf(size, crop)).map(({ left, top, mirrored }) => {
      const cut = tf.slice(pictures, [0, top, left, 0], [n, crop, crop, 1]);
      return mirrored ? tf.reverse(cut, 2) : cut;
    });
    return tf.concat(crops, 0);
  });
}

/** Resamples each uint8 image by its transform (see {@link warp}) to `size` × `size`, gray values 0–1. */
export function resampled(images: Tensor, transforms: Tensor, size: number): Tensor {
  return tf.div(warp(images, transforms, size, size), 255);
}
