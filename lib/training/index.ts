/** `training`: hyperparameters and training. */

export { networkOptions } from './data-shape';
export type { EpochRecord } from './history';
export {
  type Hyperparameters,
  hyperparameters,
  type Settings,
} from './hyperparameters';
export { importRun } from './import-run';
export { defineLoss, type Loss, type LossName } from './losses';
export { defineOptimizer, type OptimizerName } from './optimizers';
export { decayed, decayOf, type OptimizerMaker, slot, slotsFor } from './optimizers/optimizer';
export { reportSplit, selectionSplit } from './protocol';
export type { Restore } from './resume';
export { resumedSettings } from './resumed-settings';
export { defineSchedule, type ScheduleName } from './schedules';
export type { Schedule } from './schedules/schedule';
export { defineSelectionMetric, type SelectionMetricName } from './selection-metrics';
export type { SelectionMetric } from './selection-metrics/metric';
export type { Progress, TrainOptions, TrainResult } from './train-options';
export { train } from './trainer';
