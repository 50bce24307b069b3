import { keyOf, type Tensor, tf, uint8Tensor } from '../../runtime';
import { type Dataset, pixelsAt } from '../dataset';
import { usualInputSize, type Views } from '../views';
import { augment } from './augment';
import { type Augmentation, augmentations } from './augmentations';
import { evaluationCrops } from './view-crops';

/** Gray images of one size, `[n, size, size]`. */
export type Images = Pick<Dataset, 'images' | 'size'>;

export interface PreviewOptions {
  /** Width of the network's input. @default five sixths of the image's */
  readonly inputSize?: number;
}

/**
 * What a training may see of one image: `n` random versions of it.
 *
 * @param index of the image in `data`
 */
export function augmented(
  data: Images,
  index: number,
  n: number,
  options: PreviewOptions & { readonly augment?: Augmentation; readonly seed?: number } = {},
): Images {
  const { size } = data;
  const { augment: kind = 'full', seed = 0, inputSize = usualInputSize(size) } = options;
  const image = pixelsAt(data, index);
  const copies = Uint8Array.from({ length: n * image.length }, (_, i) => image[i % image.length]);
  const key = () => tf.tensor1d(keyOf(seed, 1, 0));
  return gray(inputSize, () =>
    augment(uint8Tensor(copies, [n, size, size, 1]), key(), augmentations.get(kind), inputSize),
  );
}

/** The views of one image that an evaluation averages. */
export function evaluationViews(data: Images, index: number, views: Views, options: PreviewOptions = {}): Images {
  const { size } = data;
  const { inputSize = usualInputSize(size) } = options;
  const image = Uint8Array.from(pixelsAt(data, index));
  return gray(inputSize, () => evaluationCrops(uint8Tensor(image, [1, size, size, 1]), views, inputSize));
}

function gray(size: number, crops: () => Tensor): Images {
  const values = tf.tidy(() => tf.mul(crops(), 255));
  const images = Uint8Array.from(values.dataSync(), Math.round);
  values.dispose();
  return { images, size };
}
