import { keyOf, type Tensor, tf, uint8Tensor } from '../../runtime';
import { PIXELS, SIZE } from '../dataset';
import type { Views } from '../views';
import { augment } from './augment';
import { type Augmentation, augmentations } from './augmentations';
import { evaluationCrops } from './view-crops';

/**
 * Random augmentations of one image, `n` of them.
 *
 * @param image gray values 0–255, `[48, 48]`
 * @returns gray values, `[n, 40, 40]`
 */
export function augmented(
  image: Uint8Array,
  n: number,
  options: { readonly augment?: Augmentation; readonly seed?: number } = {},
): Uint8Array {
  const { augment: kind = 'full', seed = 0 } = options;
  const copies = Uint8Array.from({ length: n * PIXELS }, (_, i) => image[i % PIXELS]);
  return bytes(() =>
    augment(uint8Tensor(copies, [n, SIZE, SIZE, 1]), tf.tensor1d(keyOf(seed, 1, 0)), augmentations.get(kind)),
  );
}

/** The views of one image that an evaluation averages, `[views, 40, 40]`. */
export function evaluationViews(image: Uint8Array, views: Views): Uint8Array {
  return bytes(() => evaluationCrops(uint8Tensor(Uint8Array.from(image), [1, SIZE, SIZE, 1]), views));
}

function bytes(crops: () => Tensor): Uint8Array {
  const gray = tf.tidy(() => tf.mul(crops(), 255));
  const values = Uint8Array.from(gray.dataSync(), Math.round);
  gray.dispose();
  return values;
}
