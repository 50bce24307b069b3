import { resolve } from 'node:path';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';
import { marginOf } from '../data/views';
import { type ComputeType, type Network, trainable } from '../models/network';
import { builtBy, type NetworkBuilder } from '../models/registry';
import { inputSize } from '../models/sizes';
import { tf } from '../runtime';
import { restoreWeights } from './checkpoint';
import type { Savable } from './checkpoint-files';
import { type DataShape, dataShapeOf, networkOptions } from './data-shape';
import type { Hyperparameters } from './hyperparameters';
import { type LossScale, lossScaleFor } from './loss-scale';
import { optimizers } from './optimizers';
import type { Optimizer } from './optimizers/optimizer';
import { hasRun, readSettings, runFolder } from './run-folder';

/** The model that a run trains. */
export interface Model {
  readonly network: Network;
  /** The network with the running mean of the weights, if `ema` is used; it is validated and evaluated. */
  readonly averaged: Network | undefined;
  readonly optimizer: Optimizer;
  readonly lossScale: LossScale;
  readonly savable: Savable;
  dispose(): void;
}

/**
 * Builds a model with initial weights, or those of the run `pretrained`, and a new optimizer.
 * @param build builder of the network
 * @param begins false if a checkpoint is restored next, so that `pretrained` is not needed
 * @throws {InputError} if that run is missing or of another network
 */
export function buildModel(
  chosen: Hyperparameters,
  build: NetworkBuilder,
  data: DataShape,
  compute: ComputeType,
  begins: boolean,
): Model {
  const made: (() => void)[] = [];
  const dispose = () => {
    for (const free of made) free();
  };
  try {
    const options = networkOptions(chosen, data);
    const network = builtBy(build, options);
    made.push(network.dispose);
    checkInput(chosen, data, inputSize(network));
    const averaged = chosen.ema > 0 ? builtBy(build, options) : undefined;
    if (averaged) made.push(averaged.dispose);
    const optimizer = optimizers.get(chosen.optimizer)(trainable(network), chosen);
    const lossScale = lossScaleFor(compute);
    const slots = [...optimizer.slots, ...lossScale.slots];
    made.push(() => tf.dispose(slots.map(({ variable }) => variable)));
    if (begins && chosen.pretrained !== '') pretrain(chosen, data, averaged ? [network, averaged] : [network]);
    const trained = averaged ? network.parameters : [];
    const savable = {
      weights: (averaged ?? network).parameters,
      optimizer: [...slots, ...trained.map(({ name, variable }) => ({ name: `trained.${name}`, variable }))],
    };
    return { network, averaged, optimizer, lossScale, savable, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** @throws {InputError} if the size of a network's input differs from the settings, or exceeds that of the images */
function checkInput({ input_size, network }: Hyperparameters, { size }: DataShape, width: number): void {
  if (input_size !== 0 && input_size !== width)
    throw new InputError('input_size', input_size, `must be ${width}, which ${network} is built for, or 0`);
  marginOf(size, width);
}

function pretrain(
  { pretrained, network: name }: Hyperparameters,
  { classes }: DataShape,
  networks: readonly Network[],
): void {
  const folder = pretrained.includes('/') ? runFolder(pretrained, resolve(ROOT, pretrained)) : runFolder(pretrained);
  if (!hasRun(folder)) throw new InputError('pretrained', pretrained, 'must be a run, by its name or its folder');
  const run = readSettings(folder);
  const { network } = run.options;
  if (network !== name) throw new InputError('pretrained', pretrained, `must be a run of ${name}, not of ${network}`);
  const before = dataShapeOf(run).classes;
  if (before.join() !== classes.join())
    throw new InputError(
      'pretrained',
      `${pretrained} of classes ${before.join(', ')}`,
      `must be of ${classes.join(', ')}`,
    );
  for (const { parameters } of networks) restoreWeights(folder.checkpoints, parameters, 'best');
}
