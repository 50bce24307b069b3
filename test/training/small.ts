import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { philox } from '../../lib/core/random';
import { type Dataset, EMOTIONS, PIXELS } from '../../lib/data/dataset';
import { batchNorm, conv2d, dense, dropout, flatten, maxPool, relu } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import type { TrainOptions } from '../../lib/training/train-options';
import { train } from '../../lib/training/trainer';

/** A network with every kind of layer that trains in milliseconds, under `network: 'small'`. */
defineNetwork('small', ({ drop, seed }) =>
  build(
    'small',
    [40, 40, 1],
    [
      maxPool('pool0'),
      conv2d('conv1', { filters: 4 }),
      batchNorm('bn1'),
      relu('relu1'),
      maxPool('pool1'),
      flatten('flatten'),
      dropout('drop', { rate: drop }),
      dense('lin', { units: EMOTIONS.length }),
    ],
    seed,
  ),
);

/** Images whose brightness reveals their label, in three splits. */
export function easyData(training = 70, others = 21): Dataset {
  const sizes = [training, others, others];
  const n = sizes.reduce((a, b) => a + b);
  const labels = Uint8Array.from({ length: n }, (_, i) => i % EMOTIONS.length);
  const noise = new Uint32Array(2);
  const images = Uint8Array.from({ length: n * PIXELS }, (_, at) => {
    philox(1, Math.floor(at / PIXELS), at % PIXELS, noise);
    return labels[Math.floor(at / PIXELS)] * 30 + (noise[0] % 40);
  });
  const splits = Uint8Array.from(sizes.flatMap((size, split) => Array<number>(size).fill(split)));
  return {
    name: 'easy',
    classes: EMOTIONS,
    size: 48,
    images,
    labels,
    splits,
    rows: Uint32Array.from({ length: n }, (_, i) => i),
  };
}

/** Trains easy images with these settings and changes, each time in a new folder by default. */
export function runner(settings: Partial<Hyperparameters>, data = easyData()) {
  return (changes: Partial<Hyperparameters> = {}, options: Partial<TrainOptions> = {}) =>
    train(
      { ...settings, ...changes },
      { data, ...options, model_save_dir: options.model_save_dir ?? temporaryFolder() },
    );
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fer-run-'));
}

/** SHA-256 of the weights and of the optimizer's state in a run's checkpoint. */
export function hashesOf(folder: string, pointer: 'best' | 'last' = 'last'): Record<string, string> {
  const checkpoints = join(folder, 'checkpoints');
  const name = readFileSync(join(checkpoints, pointer), 'utf8').trim();
  const { state, ...files } = JSON.parse(readFileSync(join(checkpoints, name, 'state.json'), 'utf8')).sha256;
  assert.ok(state, 'the state has a digest of its own');
  return files;
}
