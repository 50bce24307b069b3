import { type Dataset, imagesAt } from '../data/dataset';
import type { Mistake } from '../evaluation/mistakes';
import type { Figure } from './figure';
import { type GalleryOptions, gallery } from './gallery';

/**
 * Misclassified images: below each its label, then the prediction with its probability.
 *
 * @param dataset the predicted images, in the same order
 */
export function mistakeGallery(
  dataset: Dataset,
  mistakes: readonly Mistake[],
  options: Pick<GalleryOptions, 'columns' | 'width'> = {},
): Figure {
  const wrong = imagesAt(
    dataset,
    mistakes.map(({ index }) => index),
  );
  const captions = mistakes.map(
    ({ label, predicted, confidence }) => `${label}<br>${predicted} ${(100 * confidence).toFixed(0)} %`,
  );
  return gallery(wrong, { captions, ...options });
}
