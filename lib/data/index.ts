/** `datasets`: labelled images, and their statistics before training. */

export { audit, auditSummary, withoutDuplicates } from './audit';
export { type Augmentation, type AugmentOptions, defineAugmentation } from './augment/augmentations';
export { augmented, evaluationViews } from './augment/preview';
export {
  classCounts,
  count,
  type Dataset,
  EMOTIONS,
  type Emotion,
  examples,
  imagesAt,
  SIZE,
  SPLITS,
  type Split,
  select,
} from './dataset';
export type { DatasetSource, ReadOptions } from './dataset-source';
export { defineDataset } from './dataset-sources';
export { meanFaces, splitTable, tones } from './dataset-statistics';
export { diagnosticMask, diagnosticParts, drawFaces, evidenceOf, faceAt, PARTS } from './faces';
export { installedFerPlus, load } from './load-dataset';
export type { Views } from './views';
