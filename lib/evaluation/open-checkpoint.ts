import { InputError } from '../core/errors';
import { type Dataset, indicesOf, type Split } from '../data/dataset';
import type { ComputeType, Network } from '../models/network';
import { type RestoredWeights, restoreWeights } from '../training/checkpoint';
import type { Hyperparameters } from '../training/hyperparameters';
import { buildRunNetwork } from '../training/own-kinds';
import { evaluationType } from '../training/precision';
import { reportSplit } from '../training/protocol';
import type { WhichWeights } from '../training/resolve-weights';
import { type RunFolder, readSettings, selectionOf } from '../training/run-folder';
import { imagesOf, imagesToEvaluate } from './same-images';

export interface OpenCheckpointOptions {
  /** Images of all splits: the data that the run was trained on, unless {@link isOther}. */
  readonly data: Dataset;
  /** Whether `data` is another data set than that of the training. @default false */
  readonly isOther?: boolean;
  /** @default the report split of the run's protocol */
  readonly split?: Split;
  /**
   * Use only these images of the split, from `withoutDuplicates(data, report, 'evaluation')`: a subset of `data`.
   * @default all
   */
  readonly only?: Dataset;
  /** The weights to use: of the best epoch, the last ones, or of an epoch with a checkpoint. @default 'best' */
  readonly epoch?: WhichWeights;
}

/** A trained run with the images of one split. */
export interface OpenedCheckpoint extends RestoredWeights {
  readonly settings: Hyperparameters;
  /** The split that selected the best epoch; unknown for imported weights. */
  readonly selection: Split | 'unknown';
  /** The network with the requested weights; the caller disposes it. */
  readonly network: Network;
  /** The network with the initial weights of a seed; the caller disposes it. */
  fresh(seed: number): Network;
  /** The run's images of all splits; for `split`, only {@link OpenCheckpointOptions.only}. */
  readonly data: Dataset;
  readonly split: Split;
  /** The images of the split. */
  readonly images: Dataset;
  /** Number of images of the split without `only`. */
  readonly splitSize: number;
  /** The element type of the run's computations, unless this machine would have to emulate it. */
  readonly compute: ComputeType;
}

/**
 * Opens a run: builds its network, restores the weights, and selects the images of a split.
 *
 * @throws {InputError} if there is no such run or checkpoint, this process does not know its network, the data are not
 * those that it was trained on, or `only` is not part of it
 */
export function openCheckpoint(folder: RunFolder, options: OpenCheckpointOptions): OpenedCheckpoint {
  const run = readSettings(folder);
  const { options: settings } = run;
  const all = options.isOther ? options.data : imagesOf(run, options.data);
  const split = options.split ?? reportSplit(settings.protocol);
  if (indicesOf(all, split).length === 0 && split === reportSplit(settings.protocol))
    throw new InputError('split', split, `must have images in ${all.name}; no split is left to report on`);
  const images = imagesToEvaluate(all, { ...options, split });
  const network = buildRunNetwork(folder, run);
  try {
    const weights = restoreWeights(folder.checkpoints, network.parameters, options.epoch ?? 'best');
    const compute = evaluationType(run);
    const selection = selectionOf(run);
    const fresh = (seed: number) => buildRunNetwork(folder, run, seed);
    return { settings, selection, network, fresh, split, ...images, ...weights, compute };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
