import { fused, gather, type Tensor, tf, toFloat, warp } from '../../runtime';
import { SIZE } from '../dataset';
import { CROP, type Views, viewsOf } from '../views';

/**
 * The views of each image that an evaluation averages, view by view.
 *
 * @param images `[n, 48, 48, 1]`, uint8
 * @returns `[views · n, 40, 40, 1]`, float32, gray values 0–1; image `i` in view `v` is row `v · n + i`
 */
export function evaluationCrops(images: Tensor, views: Views): Tensor {
  return tf.tidy(() => cutOut(tf.div(toFloat(images), 255), views));
}

/** The views of float32 pictures `[n, 48, 48, 1]`, in the order of {@link evaluationCrops}. */
export function cutOut(pictures: Tensor, views: Views): Tensor {
  const places = viewsOf(views);
  const n = pictures.shape[0];
  const pixels = places.flatMap(({ left, top, mirrored }) =>
    Array.from({ length: CROP * CROP }, (_, i) => {
      const [x, y] = [i % CROP, Math.floor(i / CROP)];
      return (top + y) * SIZE + left + (mirrored ? CROP - 1 - x : x);
    }),
  );
  return fused(() => {
    const images = tf.range(0, n * SIZE * SIZE, SIZE * SIZE, 'int32').reshape([1, n, 1]);
    const from = tf.add(tf.tensor3d(pixels, [places.length, 1, CROP * CROP], 'int32'), images);
    return gather(pictures.flatten(), from).reshape([places.length * n, CROP, CROP, 1]);
  });
}

/** Resamples each uint8 image by its transform (see {@link warp}) to `size` × `size`, gray values 0–1. */
export function resampled(images: Tensor, transforms: Tensor, size: number): Tensor {
  return fused(() => tf.div(warp(images, transforms, size, size), 255));
}
