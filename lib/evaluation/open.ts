import { count, type Dataset, type Split, select } from '../data/dataset';
import { InputError } from '../errors';
import type { ComputeType, Network } from '../models/network';
import { buildNetwork } from '../models/registry';
import { type RestoredWeights, restoreWeights } from '../training/checkpoint';
import { type Hyperparameters, reportSplit } from '../training/hyperparameters';
import { evaluationType } from '../training/precision';
import type { WhichWeights } from '../training/resolve-weights';
import { type RunFolder, readSettings, selectionOf } from '../training/run';
import { imagesOf } from './images';

export interface OpenRunOptions {
  /** Images of all splits, the same that the run was trained on, where that is known. */
  readonly data: Dataset;
  /** @default the report split of the run's protocol */
  readonly split?: Split;
  /** Which weights: the best epoch's, the last ones, or those of an epoch that was kept. @default 'best' */
  readonly checkpoint?: WhichWeights;
}

/** A trained run with the images of one split. */
export interface OpenedRun extends RestoredWeights {
  readonly settings: Hyperparameters;
  /** The split that the best epoch was chosen on; unknown for imported weights. */
  readonly selection: Split | 'unknown';
  /** With the wanted weights; the caller disposes it. */
  readonly network: Network;
  /** The run's images of all splits. */
  readonly data: Dataset;
  readonly split: Split;
  /** Those of the split. */
  readonly images: Dataset;
  /** What the run computes in, unless this machine would have to emulate it. */
  readonly compute: ComputeType;
}

/**
 * Opens a run: builds its network, restores the weights, and selects the images of a split.
 *
 * @throws {InputError} if there is no such run or checkpoint, this process does not know its network, or the data is not
 *   what it was trained on
 */
export function openRun(folder: RunFolder, options: OpenRunOptions): OpenedRun {
  const run = readSettings(folder);
  const { options: settings } = run;
  const data = imagesOf(run, options.data);
  const split = options.split ?? reportSplit(settings.protocol);
  const images = select(data, split);
  if (count(images) === 0) throw new InputError('split', split, `must have images in ${data.name}`);
  const network = buildNetwork(settings.network, settings);
  try {
    const weights = restoreWeights(folder.checkpoints, network.parameters, options.checkpoint ?? 'best');
    const compute = evaluationType(run);
    return { settings, selection: selectionOf(run), network, data, split, images, ...weights, compute };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
