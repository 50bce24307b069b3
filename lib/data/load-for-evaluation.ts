import { type Dataset, type EvaluatedSplit, splitCounts } from './dataset';
import { type LoadOptions, load, sourceOf } from './load-dataset';

/** A data set for classifiers that were trained on another one. */
export interface EvaluationData {
  /** The variant of the data set with the most classes. */
  readonly data: Dataset;
  /** What the field evaluates such classifiers on: its test split, or all images if the publisher named none. */
  readonly usual: EvaluatedSplit;
}

/**
 * Loads a data set to evaluate classifiers that were trained on another one. Nothing is assigned to splits at random.
 *
 * @param options.image_size images of other sizes are resized to it; 0 for the data set's own size
 * @throws {InputError} if it is missing or damaged
 */
export async function loadForEvaluation(
  options: Pick<LoadOptions, 'dataset' | 'path' | 'seed' | 'image_size' | 'onProgress' | 'onNotice'>,
): Promise<EvaluationData> {
  const { dataset = 'auto' } = options;
  const { variants = [0], ownSplits = false } = sourceOf(dataset) ?? {};
  const data = await load({ ...options, classes: Math.max(...variants), evaluationOnly: true });
  const { PrivateTest, PublicTest } = splitCounts(data);
  if (ownSplits || PrivateTest + PublicTest === 0) return { data, usual: 'all' };
  // A folder of FER2013's emotions with `train` and `test` only has its test images in PublicTest.
  return { data, usual: PrivateTest > 0 ? 'PrivateTest' : 'PublicTest' };
}
