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
export { diagnosticMask, diagnosticParts, drawFaces, evidenceOf, faceAt, PARTS } from './faces';
export { installedFerPlus, load } from './load-dataset';
export { defineDataset } from './registry';
export type { DatasetSource, ReadOptions } from './source';
export { meanFaces, splitTable, tones } from './statistics';
export type { Views } from './views';
