/** The data, the network and the one epoch of steps_reference.py. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dataset, EMOTIONS, PIXELS } from '../../lib/data/dataset';
import { batchNorm, dense, flatten, maxPool } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { decodeSafetensors } from '../../lib/models/weights/safetensors';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import type { TrainOptions } from '../../lib/training/train-options';
import { train } from '../../lib/training/trainer';
import { noise } from '../noise';
import { temporaryFolder } from './small';

/** The result of an epoch; `weights` are by name, of the dense layer only the rows {@link ROWS}. */
export interface Outcome {
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  readonly learningRate: number;
  readonly weights: Readonly<Record<string, readonly number[]>>;
  /** The weights that the steps changed, if `weights` are their running mean. */
  readonly trained?: Readonly<Record<string, readonly number[]>>;
}

const ROWS = [0, 9, 44, 90];

defineNetwork('steps', () => {
  const recipes = [maxPool('pool1'), maxPool('pool2'), batchNorm('bn'), flatten('flatten'), dense('lin', { units: 7 })];
  const network = build('steps', [40, 40, 1], recipes, 0);
  const [scale, offset, , , weight, bias] = network.parameters.map(({ variable }) => variable);
  scale.assign(noise([1], 0.5, 1).add(1));
  offset.assign(noise([1], 0.5, 2));
  weight.assign(noise([100, 7], 0.2, 3));
  bias.assign(noise([7], 0.5, 4));
  return network;
});

/** Each image is of one gray, so that all its crops are the same. */
export const data: Dataset = {
  name: 'fer2013',
  classes: EMOTIONS,
  size: 48,
  images: Uint8Array.from({ length: 12 * PIXELS }, (_, k) => (Math.floor(k / PIXELS) * 67 + 15) % 256),
  labels: Uint8Array.from({ length: 12 }, (_, i) => (i * 5) % EMOTIONS.length),
  splits: Uint8Array.of(0, 1, 0, 2, 0, 0, 1, 0, 2, 0, 1, 2),
  rows: Uint32Array.from({ length: 12 }, (_, i) => i),
};

/** Trains one epoch of two steps, unless the settings change that. */
export async function epochOf(
  settings: Partial<Hyperparameters>,
  mode: TrainOptions['mode'] = 'captured',
): Promise<Outcome> {
  const common = { network: 'steps', name: 'steps', n_epochs: 1, bs: 3, lr: 0.02 } as const;
  const plain = { precision: 'float32', schedule: 'constant', augment: 'crops' } as const;
  const { folder, history } = await train(
    { ...common, ...plain, ...settings },
    { data, mode, model_save_dir: temporaryFolder() },
  );
  const { trainLoss, trainAccuracy, validationLoss, validationAccuracy, learningRate } = history[0];
  const figures = { trainLoss, trainAccuracy, validationLoss, validationAccuracy, learningRate };
  const checkpoint = join(folder.checkpoints, readFileSync(join(folder.checkpoints, 'last'), 'utf8').trim());
  const weights = tensorsOf(join(checkpoint, 'weights.safetensors'));
  const trained = tensorsOf(join(checkpoint, 'optimizer.safetensors'), 'trained.');
  return Object.keys(trained).length > 0 ? { ...figures, weights, trained } : { ...figures, weights };
}

function tensorsOf(file: string, prefix = ''): Record<string, number[]> {
  const named = [...decodeSafetensors(readFileSync(file), file)].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    named.map(([name, { values }]) => {
      const rows = name.endsWith('lin.weight')
        ? ROWS.flatMap((row) => [...values.slice(7 * row, 7 * row + 7)])
        : values;
      return [name.slice(prefix.length), [...rows]];
    }),
  );
}
