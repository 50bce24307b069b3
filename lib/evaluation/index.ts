/** `metrics`: what predictions are worth, and how runs compare. */

export { calibration } from './calibration';
export { mcnemar, spread } from './compare';
export { accuracy, accuracyWithoutCopies, DAGGER_NOTE, heading } from './describe';
export { type Evaluation, isOptimistic, measure, type Predictions } from './metrics';
export { confidentMistakes } from './mistakes';
export { comparePairs } from './pairs';
export { predict } from './predict';
export { bySetting } from './settings';
