/** The table of contents: what notebooks import from `'lib'`, in the order in which the data goes. */

// Faults that a user can mend.

export { InputError } from './errors';

// Tensors, for networks, losses and optimizers of one's own.

export * as runtime from './runtime';

// Images with labels.

export { audit, auditSummary, withoutDuplicates } from './data/audit';
export { type Augmentation, type AugmentOptions, defineAugmentation } from './data/augment/options';
export { augmented, evaluationViews } from './data/augment/preview';
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
} from './data/dataset';
export { diagnosticMask, diagnosticParts, drawFaces, evidenceOf, faceAt, PARTS } from './data/faces';
export { installedFerPlus, load } from './data/load';
export { meanFaces, splitTable, tones } from './data/statistics';
export type { Views } from './data/views';

// Networks, and the layers to define one with.

export * as layers from './models/layers';
export { build, type Network } from './models/network';
export { buildNetwork, defineNetwork, type NetworkBuilder, type NetworkName } from './models/registry';
export { networkSummary, summary } from './models/summary';
export { readWeights } from './models/weights/read';

// Training.

export type { EpochRecord } from './training/history';
export {
  type Hyperparameters,
  hyperparameters,
  reportSplit,
  selectionSplit,
} from './training/hyperparameters';
export { importRun } from './training/import';
export { defineLoss, type Loss, type LossName } from './training/losses';
export { defineOptimizer, type OptimizerName } from './training/optimizers';
export { decayed, decayOf, type OptimizerMaker, slot, slotsFor } from './training/optimizers/optimizer';
export type { TrainResult } from './training/options';
export { readSettings, runFolder } from './training/run';
export { defineSchedule, type ScheduleName } from './training/schedules';
export type { Schedule } from './training/schedules/schedule';
export { train } from './training/trainer';

// Evaluation.

export { calibration } from './evaluation/calibration';
export { mcnemar, spread } from './evaluation/compare';
export { accuracy, accuracyWithoutCopies, DAGGER_NOTE, heading } from './evaluation/describe';
export { type EvaluateResult, evaluate } from './evaluation/evaluate';
export { exportRun } from './evaluation/export';
export { type Evaluation, isOptimistic, measure, type Predictions } from './evaluation/metrics';
export { confidentMistakes } from './evaluation/mistakes';
export { openRun } from './evaluation/open';
export { comparePairs } from './evaluation/pairs';
export { predict } from './evaluation/predict';
export { bySetting } from './evaluation/settings';
export { readEvaluation } from './evaluation/stored';

// What a network looks at.

export { checkMethods } from './saliency/checks/check';
export { randomisation } from './saliency/checks/randomisation';
export { regionsOf } from './saliency/checks/regions';
export { type Crops, centerCrops } from './saliency/crops';
export { type ExplainOptions, type Explanation, explain, methodsFor } from './saliency/explain';
export { defineMethod, METHODS, type Method } from './saliency/methods';
export type { SaliencyMethod } from './saliency/methods/method';
export type { Question } from './saliency/methods/question';
export { type Probe, probe } from './saliency/probe';
export type { Target } from './saliency/targets';

// Studies.

export { accuraciesBy, ranking } from './tuning/compare';
export type { StudyDefinition } from './tuning/definition';
export { localProcesses } from './tuning/executors/local';
export { inProcess } from './tuning/executors/process';
export { slurm } from './tuning/executors/slurm';
export { importance } from './tuning/importance';
export { choice, logRange, range, type Space, where } from './tuning/space';
export { studyFolder } from './tuning/store';
export { readStudy, type Study, summary as studySummary } from './tuning/study';
export { tune } from './tuning/tune';

// Figures and tables.

export { annotatorAgreement } from './figures/agreement';
export { auditFigures } from './figures/audit';
export { classBalance } from './figures/balance';
export { confusionMatrix } from './figures/confusion';
export { learningCurves } from './figures/curves';
export { save } from './figures/export';
export type { Figure } from './figures/figure';
export { gallery } from './figures/gallery';
export { importanceBars } from './figures/importance';
export { mistakeGallery } from './figures/mistakes';
export { parallelCoordinates } from './figures/parallel';
export { reliability } from './figures/reliability';
export { classTable, pairsTable, resultsTable, spreadTable } from './figures/results';
export { runFigures } from './figures/run';
export { saliencyEmotions, saliencyMethods, saliencyPanels } from './figures/saliency';
export { checkLine, checksTable } from './figures/saliency-checks';
export { randomisationCurves, removalCurves } from './figures/saliency-curves';
export { saveSaliency } from './figures/saliency-files';
export { saliencyMeans } from './figures/saliency-means';
export { saliencyMistakes } from './figures/saliency-mistakes';
export { type Results, saveAll } from './figures/save-all';
export { classScores } from './figures/scores';
export { settingAccuracies } from './figures/settings';
export { settingsTable, trialsTable } from './figures/study';
export { saveTable } from './figures/table';
export { COLUMN, PAGE } from './figures/theme';
export { toneBoxes } from './figures/tones';
export { trialCurves } from './figures/trials';
export { ferPlusVotes } from './figures/votes';

// A run on one page.

export { writeReport } from './report';

// The notebook.

export { counter } from './notebook/counter';
export { interruptSignal } from './notebook/interrupt';
export { live } from './notebook/live';
export { progress } from './notebook/progress';
export { show } from './notebook/show';
export { watch } from './notebook/watch';
export { watchStudy } from './notebook/watch-study';
