import { type Tensor, tf, toFloat, warp } from '../../runtime';
import { CROP, type View, type Views, viewsOf } from '../views';
import { type Affine, compose, mirror, shift, transformsOf } from './affine';

/**
 * The views of each image that an evaluation averages, view by view.
 *
 * @param images `[n, 48, 48, 1]`, uint8
 * @returns `[views · n, 40, 40, 1]`, float32, gray values 0–1; image `i` in view `v` is row `v · n + i`
 */
export function evaluationCrops(images: Tensor, views: Views): Tensor {
  const n = images.shape[0];
  return tf.tidy(() => {
    const crops = viewsOf(views).map((view) => cropped(images, transformsOf(viewMap(view, n))));
    return tf.concat(crops, 0);
  });
}

/** From a view of each of `n` images back to the image. */
export function viewMap({ left, top, mirrored }: View, n: number): Affine {
  const column = (value: number) => tf.fill([n, 1], value);
  const corner = shift(column(left), column(top));
  return mirrored ? compose(corner, mirror(column(1), CROP)) : corner;
}

/** One 40×40 crop of each image by its transform (see {@link warp}), gray values 0–1. */
export function cropped(images: Tensor, transforms: Tensor): Tensor {
  return tf.div(warp(toFloat(images), transforms, CROP, CROP), 255);
}
