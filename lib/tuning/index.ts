/** `tuning`: hyperparameter search. */

export type { StudyDefinition } from './definition';
export { localProcesses } from './executors/local';
export { inProcess } from './executors/process';
export { slurm } from './executors/slurm';
export { importance } from './importance';
export { accuraciesBy, ranking } from './ranking';
export { choice, logRange, range, type Space, where } from './space';
export { studyFolder } from './store';
export { readStudy, type Study, studySummary } from './study';
export { tune } from './tune';
