import type { Hyperparameters } from './hyperparameters';

/**
 * The weight of each class in the loss, n / (classes · images of the class) as scikit-learn's `balanced`; 0 for a class
 * without images. Undefined if all are the same.
 *
 * @param labels of the images that are fitted
 * @param classes number of classes
 */
export function classWeights(
  { class_weights }: Pick<Hyperparameters, 'class_weights'>,
  labels: ArrayLike<number>,
  classes: number,
): Float32Array | undefined {
  if (class_weights === 'none') return undefined;
  const counts = new Uint32Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return Float32Array.from(counts, (count) => (count === 0 ? 0 : labels.length / (classes * count)));
}
