import { count, type Dataset, type Split, select } from '../data/dataset';
import { InputError } from '../errors';
import type { ComputeType, Network } from '../models/network';
import { checkpointName, restoreWeights } from '../training/checkpoint';
import { type Hyperparameters, reportSplit } from '../training/hyperparameters';
import { buildRunNetwork } from '../training/own-kinds';
import { evaluationType } from '../training/precision';
import { pointed, type RunFolder, readSettings, selectionOf } from '../training/run';
import { imagesOf } from './images';

export interface OpenRunOptions {
  /** Images of all splits, the same that the run was trained on, where that is known. */
  readonly data: Dataset;
  /** @default the report split of the run's protocol */
  readonly split?: Split;
  /** Which weights: the best epoch's, the last ones, or those of an epoch that was kept. @default 'best' */
  readonly checkpoint?: 'best' | 'last' | number;
}

/** A trained run, ready to be asked about a split. */
export interface OpenedRun {
  readonly settings: Hyperparameters;
  /** The split that the best epoch was chosen on; unknown for imported weights. */
  readonly selection: Split | 'unknown';
  /** With the wanted weights; the caller disposes it. */
  readonly network: Network;
  /** The same network with the initial weights of a seed; the caller disposes it. */
  fresh(seed: number): Network;
  /** The run's images of all splits. */
  readonly data: Dataset;
  readonly split: Split;
  /** Those of the split. */
  readonly images: Dataset;
  /**
   * What was taken for `checkpoint`: a run of no epochs has no best one, so its last; the best epoch is the best also
   * where it was named by its number or as the last.
   */
  readonly checkpoint: 'best' | 'last' | number;
  /** Epochs that these weights were trained for, and steps of the one after them; 0 for imported weights. */
  readonly epoch: number;
  readonly step: number;
  /** What the run computes in, unless this machine would have to emulate it. */
  readonly compute: ComputeType;
}

/**
 * Brings back a run's network and the images to ask it about.
 *
 * @throws {InputError} where there is no such run or checkpoint, or the data is not what it was trained on
 */
export function openRun(folder: RunFolder, options: OpenRunOptions): OpenedRun {
  const run = readSettings(folder);
  const { options: settings } = run;
  const data = imagesOf(run, options.data);
  const split = options.split ?? reportSplit(settings.protocol);
  const images = select(data, split);
  if (count(images) === 0) throw new InputError('split', split, `must have images in ${data.name}`);
  const wanted = options.checkpoint ?? 'best';
  const best = pointed(folder.checkpoints, 'best');
  const taken = wanted === 'best' && best === undefined ? 'last' : wanted;
  const network = buildRunNetwork(folder, run);
  try {
    const { history, step } = restoreWeights(folder.checkpoints, network.parameters, taken);
    const epoch = history.length;
    const checkpoint = best === checkpointName({ history, step }) ? 'best' : taken;
    const compute = evaluationType(run);
    const fresh = (seed: number) => buildRunNetwork(folder, run, seed);
    const weights = { network, fresh, checkpoint, epoch, step, compute };
    return { settings, selection: selectionOf(run), data, split, images, ...weights };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
