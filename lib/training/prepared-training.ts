import { InputError } from '../core/errors';
import { balancedOrder, batches, shuffled } from '../data/batches';
import { type Dataset, limited } from '../data/dataset';
import type { NetworkBuilder } from '../models/registry';
import type { Hyperparameters } from './hyperparameters';
import { networkBuilder, type OwnKinds, ownKinds } from './own-kinds';
import { choosePrecision, type Precision, precisionOf } from './precision';
import { fittedSplits, selectionSplit } from './protocol';
import { type Start, startOf } from './resume';
import type { RunFolder } from './run-folder';
import { schedules } from './schedules';
import type { Schedule } from './schedules/schedule';
import type { TrainOptions } from './train-options';
import { nonEmpty } from './trainer-faults';
import { trainingTargets } from './training-targets';

/** Everything that a training needs before its model is built. */
export interface PreparedTraining {
  /** With the data set's name in place of `auto`. */
  readonly settings: Hyperparameters;
  readonly folder: RunFolder;
  /** The images that the run uses, of all splits. */
  readonly data: Dataset;
  /** Target probabilities of each image, `[n, classes]`. */
  readonly targets: Float32Array;
  /** Indices of the images to fit, and their labels. */
  readonly fitted: Int32Array;
  readonly fittedLabels: Uint8Array;
  /** Indices of the validation images. */
  readonly validation: Int32Array;
  readonly schedule: Schedule;
  readonly build: NetworkBuilder;
  readonly own: OwnKinds;
  readonly start: Start;
  readonly precision: Precision;
}

/**
 * Checks a training and decides how it starts. Writes nothing.
 *
 * @throws {InputError} for settings that do not fit the data, a user's file that fails, and a run that cannot be
 *   resumed
 */
export function prepareTraining(
  given: Hyperparameters,
  folder: RunFolder,
  options: Pick<TrainOptions, 'data' | 'restore' | 'onNotice'>,
): PreparedTraining {
  const data = limited(options.data, given.limit);
  const settings = given.dataset === 'auto' ? { ...given, dataset: options.data.name } : given;
  const validation = nonEmpty(data, selectionSplit(settings.protocol));
  const fitted = Int32Array.from(fittedSplits(settings).flatMap((split) => [...nonEmpty(data, split)]));
  if (settings.last_batch === 'drop' && settings.bs > fitted.length)
    throw new InputError('bs', settings.bs, `must be ≤ ${fitted.length} images where last_batch=drop`);
  const targets = trainingTargets(data, settings);
  const build = networkBuilder(folder, settings);
  const own = ownKinds(settings, build, data);
  const start = startOf(settings, own, folder, data, options);
  return {
    ...{ settings, folder, data, targets, fitted, validation, build, own, start },
    fittedLabels: Uint8Array.from(fitted, (i) => data.labels[i]),
    schedule: schedules.get(settings.schedule),
    precision: start.resumed ? precisionOf(start.resumed.before) : choosePrecision(settings.precision),
  };
}

/** The steps of an epoch, from 1: indices of the images of each. */
export function epochSteps({ settings, fitted, fittedLabels }: PreparedTraining, epoch: number): Int32Array[] {
  const { sampling, seed, bs, last_batch } = settings;
  const order =
    sampling === 'balanced' ? balancedOrder(fittedLabels, seed, epoch) : shuffled(fitted.length, seed, epoch);
  return batches(order, bs, last_batch).map((places) => places.map((place) => fitted[place]));
}
