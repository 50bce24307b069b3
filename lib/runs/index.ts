/** Runs and other classifiers as objects. */

export { type Classifier, type OpenClassifierOptions, openClassifier } from './classifier';
export { type EvaluateSettings, type OpenRunOptions, openRun, type Run } from './run';
