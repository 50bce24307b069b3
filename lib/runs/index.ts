/** Runs and other classifiers as objects. */

export { boardOf, boardTable } from './board';
export { type Classifier, type OpenClassifierOptions, openClassifier } from './classifier';
export { compareRuns, comparisonTables } from './comparison';
export { importFile } from './import-file';
export { type EvaluateSettings, type OpenRunOptions, openRun, type Run } from './run';
