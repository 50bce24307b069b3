import { foldIn, type Tensor, tf } from '../../runtime';
import { marginOf, viewsOf } from '../views';
import { type Affine, compose, mirror, rotation, shift, transformsOf, zoom } from './affine';
import type { AugmentOptions, Crops } from './augmentations';
import { drawParameters, type Parameters, type Rectangles } from './parameters';
import { cutOut, resampled } from './view-crops';

/**
 * A random crop of each image, or all ten of its crops, augmented as the options specify. All geometric changes are
 * composed into one map, so that each image is resampled once, bilinearly, on the device; pixels from outside the image
 * are 0.
 *
 * @param images `[n, size, size, 1]`, uint8
 * @param key key of the step's random numbers; see `runtime/keyed-random.ts`
 * @param crop width of the network's input, at most `size`, in pixels
 * @returns `[n, crop, crop, 1]`, or with ten crops `[10 · n, crop, crop, 1]`, crop `v` of image `i` in row `v · n + i`;
 * float32, gray values 0–1
 */
export function augment(
  images: Tensor,
  key: Tensor,
  options: AugmentOptions,
  crop: number,
  crops: Crops = 'random',
): Tensor {
  const [n, size] = images.shape;
  const sizes = { size, crop };
  return tf.tidy(() => {
    const parameters = drawParameters(foldIn(key, 0), n, options, sizes);
    if (crops === 'random') {
      const transforms = transformsOf(mapOf(parameters, size));
      const one = resampled(images, transforms, crop);
      return options.erase === 0 ? one : erase(one, parameters.erased, crop);
    }
    const pictures = resampled(images, transformsOf(changeOf(parameters, size)), size);
    if (options.erase === 0) return cutOut(pictures, 'ten', crop);
    // Each crop has its own rectangle.
    const views = viewsOf('ten', marginOf(size, crop)).length;
    const { erased } = drawParameters(foldIn(key, 1), views * n, options, sizes);
    return erase(cutOut(pictures, 'ten', crop), erased, crop);
  });
}

/** Maps the crop to the image. */
export function mapOf(parameters: Parameters, size: number): Affine {
  return compose(changeOf(parameters, size), shift(parameters.left, parameters.top));
}

/** Maps the augmented picture to the image: cropped and enlarged, shifted, mirrored, rotated. */
function changeOf(parameters: Parameters, size: number): Affine {
  const { left, top, width, height } = parameters.zoom;
  return [
    zoom(left, top, width, height, size),
    shift(tf.neg(parameters.right), tf.neg(parameters.down)),
    mirror(parameters.mirrored, size),
    rotation(parameters.degrees, size),
  ].reduce(compose);
}

/** Sets a rectangle of each image to 0 (Zhong et al. 2020). */
function erase(images: Tensor, { left, top, width, height }: Rectangles, crop: number): Tensor {
  const inside = (from: Tensor, length: Tensor) => {
    const at = tf.range(0, crop).reshape([1, crop]);
    return tf.logicalAnd(tf.greaterEqual(at, from), tf.less(at, tf.add(from, length))); // [n, crop]
  };
  const rows = inside(top, height).reshape([-1, crop, 1, 1]);
  const columns = inside(left, width).reshape([-1, 1, crop, 1]);
  return tf.mul(images, tf.cast(tf.logicalNot(tf.logicalAnd(rows, columns)), 'float32'));
}
