import { resolve } from 'node:path';
import { InputError } from '../core/errors';
import { ROOT } from '../core/files';
import { type ComputeType, type Network, trainable } from '../models/network';
import type { NetworkBuilder } from '../models/registry';
import { tf } from '../runtime';
import { restoreWeights, type Savable } from './checkpoint';
import type { Hyperparameters } from './hyperparameters';
import { type LossScale, lossScaleFor } from './loss-scale';
import { optimizers } from './optimizers';
import type { Optimizer } from './optimizers/optimizer';
import { copyPublishedRun } from './published-run';
import { isRun, readSettings, runFolder } from './run-folder';

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
  compute: ComputeType,
  begins: boolean,
): Model {
  const made: (() => void)[] = [];
  const dispose = () => {
    for (const free of made) free();
  };
  try {
    const network = build(chosen);
    made.push(network.dispose);
    const averaged = chosen.ema > 0 ? build(chosen) : undefined;
    if (averaged) made.push(averaged.dispose);
    const optimizer = optimizers.get(chosen.optimizer)(trainable(network), chosen);
    const lossScale = lossScaleFor(compute);
    const slots = [...optimizer.slots, ...lossScale.slots];
    made.push(() => tf.dispose(slots.map(({ variable }) => variable)));
    if (begins && chosen.pretrained !== '') pretrain(chosen, averaged ? [network, averaged] : [network]);
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

function pretrain({ pretrained, network: name }: Hyperparameters, networks: readonly Network[]): void {
  const folder = pretrained.includes('/') ? runFolder(pretrained, resolve(ROOT, pretrained)) : runFolder(pretrained);
  if (!isRun(folder) && !copyPublishedRun(folder.path))
    throw new InputError('pretrained', pretrained, 'must be a run, by its name or its folder');
  const { network } = readSettings(folder).options;
  if (network !== name) throw new InputError('pretrained', pretrained, `must be a run of ${name}, not of ${network}`);
  for (const { parameters } of networks) restoreWeights(folder.checkpoints, parameters, 'best');
}
