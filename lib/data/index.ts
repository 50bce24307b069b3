/** `datasets`: images with labels, and what can be said of them before training. */

export { audit, auditSummary, withoutDuplicates } from './audit';
export { type Augmentation, type AugmentOptions, defineAugmentation } from './augment/options';
export { augmented, evaluationViews } from './augment/preview';
export {
  classCounts,
  count,
  type Dataset,
  EMOTIONS,
  type Emotion,
  examples,
  SIZE,
  SPLITS,
  type Split,
  select,
  take,
} from './dataset';
export { diagnosticMask, diagnosticParts, drawFaces, evidenceOf, faceAt, PARTS } from './faces';
export { installedFerPlus, load } from './load';
export { meanFaces, splitTable, tones } from './statistics';
export type { Views } from './views';
