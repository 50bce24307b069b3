/** `tuning`: searches of hyperparameters. */

export { accuraciesBy, ranking } from './compare';
export type { StudyDefinition } from './definition';
export { localProcesses } from './executors/local';
export { inProcess } from './executors/process';
export { slurm } from './executors/slurm';
export { importance } from './importance';
export { choice, logRange, range, type Space, where } from './space';
export { studyFolder } from './store';
export { readStudy, type Study, summary } from './study';
export { tune } from './tune';
