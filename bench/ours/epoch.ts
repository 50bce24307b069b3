/**
 * Epochs of a training as `npm run train` runs it: batches, augmentation, steps, validation, checkpoint. Arguments:
 * training images, validation images, images per step, the run's folder. A line of input starts the next epoch.
 */
import { readSync } from 'node:fs';
import { type Dataset, EMOTIONS, SIZE } from '../../lib/data/dataset';
import { device } from '../../lib/runtime';
import type { Settings } from '../../lib/training/hyperparameters';
import { train } from '../../lib/training/trainer';
import { grayImages } from '../harness/network';

const [trained, validated, bs] = process.argv.slice(2, 5).map(Number);
const model_save_dir = process.argv[5];
const n = trained + validated;
const data: Dataset = {
  name: 'bench',
  classes: EMOTIONS,
  size: SIZE,
  images: grayImages(n, SIZE),
  labels: Uint8Array.from({ length: n }, (_, i) => i % EMOTIONS.length),
  splits: Uint8Array.from({ length: n }, (_, i) => (i < trained ? 0 : 1)),
  rows: Uint32Array.from({ length: n }, (_, i) => i),
};
let began = 0;

console.log(JSON.stringify({ tensorflow: device().tensorflow, device: device().kind }));
awaitLine();
const settings: Settings = {
  name: 'bench',
  network: 'narrow_vgg',
  precision: 'float32', // PyTorch's
  bs,
  n_epochs: 1_000_000,
  save_freq: 1,
  keep: 1,
};
train(settings, {
  data,
  model_save_dir,
  onEpoch: () => {
    console.log(performance.now() - began);
    awaitLine();
  },
});

/** Blocks until a line comes: the trainer cannot pause between epochs otherwise. Ends the process at the end of input. */
function awaitLine(): void {
  const byte = Buffer.alloc(1);
  do {
    if (read(byte) === 0) process.exit();
  } while (byte.toString() !== '\n');
  began = performance.now();
}

function read(byte: Buffer): number {
  for (;;) {
    try {
      return readSync(0, byte);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
