import type { FolderContent } from '../../core/changes';
import type { Dataset, Split } from '../../data/dataset';
import type { Views } from '../../data/views';
import type { WhichWeights } from '../../training/resolve-weights';
import type { Evaluation, Predictions } from '../metrics';

/** The images that a classifier is opened for, and the weights and views to use. */
export interface ClassifierImages {
  /** Images of all splits, the same that a run was trained on, where that is known. */
  readonly data: Dataset;
  /** Whether `data` is another data set than that of the training. @default false */
  readonly isOther?: boolean;
  /** @default the split to report */
  readonly split?: Split;
  /** Only these images of the split, unchanged. @default all */
  readonly only?: Dataset;
  /** Which weights of runs. @default 'best' */
  readonly epoch?: WhichWeights;
  /** The views of each image whose logits networks average. @default 'ten' */
  readonly views?: Views;
}

/** Progress and interruption of a prediction. */
export interface WatchOptions {
  readonly signal?: AbortSignal;
  /** Images done so far. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** A classifier with the images of one split: what an evaluation needs of it. */
export interface OpenedClassifier extends Pick<Evaluation, 'crops' | 'epoch' | 'step' | 'fitted' | 'selected_on'> {
  /** Images of all splits; of `split`, only those of {@link ClassifierImages.only}. */
  readonly data: Dataset;
  readonly split: Split;
  /** Those of the split. */
  readonly images: Dataset;
  /** Number of images in the split without `only`. */
  readonly splitSize: number;
  /** Whether it gives classes only, each as probability 1. @default false */
  readonly labelsOnly?: boolean;
  /** Files to write with the evaluation. @default none */
  readonly content?: FolderContent;
  /** Class probabilities of the images, in their order. */
  predict(options: WatchOptions): Promise<Predictions>;
  dispose(): void;
}
