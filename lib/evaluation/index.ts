/** `metrics`: metrics of predictions, and comparisons of runs. */

export { calibration } from './calibration';
export { crossLines } from './cross/describe-cross';
export { accuracyText, accuracyWithoutCopies, CROSS_NOTE, DAGGER_NOTE, evaluationTitle } from './describe';
export { bySetting } from './groups';
export { type Evaluation, isOptimistic, measure, type Predictions } from './metrics';
export { confidentMistakes } from './mistakes';
export { comparePairs } from './pairs';
export { predict } from './predict';
export { mcnemar, spread } from './statistics';
