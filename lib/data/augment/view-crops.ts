import { fused, gather, type Tensor, tf, toFloat, warp } from '../../runtime';
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
  const places = viewsOf(views, marginOf(size, crop));
  const pixels = places.flatMap(({ left, top, mirrored }) =>
    Array.from({ length: crop * crop }, (_, i) => {
      const [x, y] = [i % crop, Math.floor(i / crop)];
      return (top + y) * size + left + (mirrored ? crop - 1 - x : x);
    }),
  );
  return fused(() => {
    const images = tf.range(0, n * size * size, size * size, 'int32').reshape([1, n, 1]);
    const from = tf.add(tf.tensor3d(pixels, [places.length, 1, crop * crop], 'int32'), images);
    return gather(pictures.flatten(), from).reshape([places.length * n, crop, crop, 1]);
  });
}

/** A picture of `size` × `size` of each uint8 image by its transform (see {@link warp}), gray values 0–1. */
export function resampled(images: Tensor, transforms: Tensor, size: number): Tensor {
  return fused(() => tf.div(warp(images, transforms, size, size), 255));
}
