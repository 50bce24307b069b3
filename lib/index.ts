/**
 * The table of contents: what notebooks import from `'lib'`. Completion lists the contents of each module. A module has
 * the name of its folder, except that `datasets` is `lib/data` and `metrics` is `lib/evaluation`.
 */

export { InputError } from './core/errors';
export * as datasets from './data';
export * as metrics from './evaluation';
export * as figures from './figures';
export type { Figure } from './figures/figure';
export * as models from './models';
export * as notebook from './notebook';
export { show } from './notebook/show';
export * as photos from './photos';
export {
  boardOf,
  boardTable,
  type Classifier,
  compareRuns,
  comparisonTables,
  type EvaluateSettings,
  importFile,
  openClassifier,
  openRun,
  type Run,
} from './runs';
export * as runtime from './runtime';
export * as saliency from './saliency';
export * as training from './training';
export * as tuning from './tuning';
