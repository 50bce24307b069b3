/** A network whose probabilities can be computed by hand, and untrained runs of it. */
import { type Dataset, EMOTIONS, hash, PIXELS } from '../../lib/data/dataset';
import { dense, flatten } from '../../lib/models/layers';
import { build, type Network } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { tf } from '../../lib/runtime';
import { saveCheckpoint } from '../../lib/training/checkpoint';
import type { EpochRecord } from '../../lib/training/history';
import { type Hyperparameters, hyperparameters } from '../../lib/training/hyperparameters';
import { type RunFolder, runFolder } from '../../lib/training/run-folder';
import { writeSettings } from './run';

/** Logit k is `factor · (2 c g − c²)` for the mean gray g of a crop, 0–1, and c = k / 6: the nearest c wins. */
export function grayNetwork(factor = 100): Network {
  const network = build('gray', [40, 40, 1], [flatten('flatten'), dense('lin', { units: EMOTIONS.length })], 0);
  const [weight, bias] = network.parameters.map(({ variable }) => variable);
  const centers = EMOTIONS.map((_, k) => k / 6);
  const row = centers.map((c) => (2 * c * factor) / 1600);
  tf.tidy(() => {
    weight.assign(tf.tensor2d(Array.from({ length: 1600 }, () => row)));
    bias.assign(tf.tensor1d(centers.map((c) => -c * c * factor)));
  });
  return network;
}

defineNetwork('gray', () => grayNetwork());

/** The network's probabilities for an image of one gray value, 0–255. */
export function probabilitiesOf(gray: number, factor = 100): number[] {
  const logits = EMOTIONS.map((_, k) => factor * ((2 * (k / 6) * gray) / 255 - (k / 6) ** 2));
  const powers = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
}

/** Images of one gray value each, in these splits; image `i` is nearest to emotion `i % 7`, and all differ. */
export function grays(splits: readonly number[]): Dataset {
  const n = splits.length;
  const gray = (i: number) => Math.round((255 * (i % 7)) / 6) + (i % 7 === 6 ? -1 : 1) * Math.floor(i / 7);
  return {
    name: 'gray',
    classes: EMOTIONS,
    size: 48,
    images: Uint8Array.from({ length: n * PIXELS }, (_, k) => gray(Math.floor(k / PIXELS))),
    labels: Uint8Array.from({ length: n }, (_, i) => i % 7),
    splits: Uint8Array.from(splits),
    rows: Uint32Array.from({ length: n }, (_, i) => 100 + i),
  };
}

const epoch = { trainLoss: 1, trainAccuracy: 0.5, validationLoss: 1, learningRate: 0.01, seconds: 1 };

/** A run on `data` of three epochs, of which the second is the best. */
export function grayRun(
  path: string,
  data: Dataset,
  settings: Partial<Hyperparameters> = {},
  environment: object = {},
): RunFolder {
  const folder = runFolder('gray', path);
  const options = hyperparameters({ name: 'gray', network: 'gray', dataset: 'faces', n_epochs: 3, ...settings });
  const device = { kind: 'cpu', computes: 'float32' };
  const images = { name: data.name, images: data.labels.length, sha256: hash(data) };
  writeSettings(folder, options, { data: images, device, versions: {}, ...environment });
  const history = [0.5, 0.75, 0.7].map((validationAccuracy, i): EpochRecord => {
    return { epoch: i + 1, ...epoch, validationAccuracy };
  });
  const network = grayNetwork();
  const savable = { weights: network.parameters, optimizer: [] };
  const best = options.fit === 'training' ? 2 : 3;
  for (const epochs of [1, 2, 3]) {
    const state = { history: history.slice(0, epochs), step: 0, sums: { loss: 0, correct: 0 }, seconds: 0 };
    saveCheckpoint(folder.checkpoints, savable, state, epochs === best ? ['best', 'last'] : ['last']);
  }
  network.dispose();
  return folder;
}
