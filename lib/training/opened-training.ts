import { networks } from '../models/registry';
import { restoreCheckpoint } from './checkpoint';
import { BEGINNING, type TrainingState } from './checkpoint-files';
import { classWeights } from './class-weights';
import type { EpochRecord } from './history';
import { bestKept } from './keep-best';
import { type Log, openLog } from './log';
import { computeName } from './precision';
import type { PreparedTraining } from './prepared-training';
import { writeStart } from './start-files';
import type { TrainOptions } from './train-options';
import { buildModel, type Model } from './trained-model';
import { undescribed } from './trainer-faults';
import { type TrainingProgram, trainingProgram } from './training-program';

/** A training whose next step can run. */
export interface OpenedTraining {
  readonly model: Model;
  readonly program: TrainingProgram;
  readonly log: Log;
  readonly state: TrainingState;
  /** The epoch whose weights are in `checkpoints/best`. */
  readonly best: EpochRecord | undefined;
  dispose(): void;
}

/**
 * Builds the model, with the weights of the checkpoint if the training resumes a run, and writes the run's first files.
 * These change last, so that an error leaves an existing run unchanged.
 */
export function openTraining(prepared: PreparedTraining, options: TrainOptions): OpenedTraining {
  const { settings, folder, data, targets, fittedLabels, build, own, start, precision } = prepared;
  const { resumed } = start;
  const { onNotice } = options;
  const { compute, why } = precision;
  const model = buildModel(settings, build, data, compute, resumed === undefined);
  let program: TrainingProgram | undefined;
  const dispose = () => {
    program?.dispose();
    model.dispose();
  };
  try {
    const state = resumed ? restoreCheckpoint(folder.checkpoints, model.savable, resumed.checkpoint) : BEGINNING;
    const weights = classWeights(settings, fittedLabels, data.classes.length);
    program = trainingProgram({ model, data, targets, classWeights: weights, compute, settings }, options);
    const best = bestKept(folder.checkpoints, state.history, settings);
    writeStart(prepared, { state, best, savable: model.savable }, onNotice);
    if (networks.origin(settings.network) === 'process' && !own.network) onNotice?.(undescribed(settings));
    onNotice?.(`${settings.network} computes in ${computeName(compute)}: ${why}`);
    return { model, program, log: openLog(folder, settings.logger), state, best, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}
