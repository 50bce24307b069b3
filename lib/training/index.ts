/** `training`: hyperparameters, and trainings that leave a run. */

export type { EpochRecord } from './history';
export {
  type Hyperparameters,
  hyperparameters,
  type OptimizerName,
  type ScheduleName,
  type Settings,
} from './hyperparameters';
export { importRun } from './import';
export type { TrainResult } from './options';
export { reportSplit, selectionSplit } from './protocol';
export { train } from './trainer';
