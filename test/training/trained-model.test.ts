import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import type { ComputeType } from '../../lib/models/network';
import { networks } from '../../lib/models/registry';
import { readWeights } from '../../lib/models/weights/read-weights';
import { DataType, tf } from '../../lib/runtime';
import type { DataShape } from '../../lib/training/data-shape';
import { type Hyperparameters, hyperparameters } from '../../lib/training/hyperparameters';
import { importRun } from '../../lib/training/import-run';
import { buildModel, type Model } from '../../lib/training/trained-model';
import { diverged, undescribed } from '../../lib/training/trainer-faults';
import { temporaryFolder } from './small';

const SMALL = join(__dirname, '..', 'models', 'weights', 'small.pth');
const faces: DataShape = { classes: EMOTIONS, size: 48 };
const settings = (changes: Partial<Hyperparameters>) => hyperparameters({ name: 'x', network: 'small', ...changes });
const build = (
  changes: Partial<Hyperparameters> = {},
  begins = true,
  data = faces,
  compute: ComputeType = DataType.float32,
) => buildModel(settings(changes), networks.get('small'), data, compute, begins);

/** Biases of the last layer. */
const biases = ({ network }: Pick<Model, 'network'>) => [
  ...network.parameters.find(({ name }) => name === 'lin.bias')!.variable.dataSync(),
];

/** The run of the weights in small.pth, in a folder. */
async function pretrained(): Promise<string> {
  const model_save_dir = join(temporaryFolder(), 'run');
  await importRun(await readWeights(SMALL), { name: 'imported', model_save_dir });
  return model_save_dir;
}

test('the pretrained weights are those of the network and of its running mean, unless a checkpoint follows', async () => {
  const folder = await pretrained();
  const before = tf.memory().numTensors;
  const expected = (await readWeights(SMALL)).tensors.get('lin.bias')!.values;
  const model = build({ pretrained: folder, ema: 0.9 });
  assert.deepEqual(biases(model), [...expected]);
  assert.deepEqual(biases({ network: model.averaged! }), [...expected]);
  model.dispose();
  const resumed = build({ pretrained: folder }, false);
  assert.notDeepEqual(biases(resumed), [...expected]);
  assert.equal(resumed.averaged, undefined);
  resumed.dispose();
  assert.equal(tf.memory().numTensors, before);
});

test('a run of another network or of other classes is not pretrained, and no tensor is left', async () => {
  const folder = await pretrained();
  const before = tf.memory().numTensors;
  assert.throws(() => build({ pretrained: './nowhere' }), {
    message: 'pretrained: ./nowhere; must be a run, by its name or its folder',
  });
  const reordered = { ...faces, classes: [...EMOTIONS].reverse() };
  assert.throws(() => build({ pretrained: folder }, true, reordered), {
    message: `pretrained: ${folder} of classes ${EMOTIONS.join(', ')}; must be of ${reordered.classes.join(', ')}`,
  });
  assert.throws(
    () => buildModel(settings({ network: 'vgg', pretrained: folder }), networks.get('small'), faces, 1, true),
    {
      message: `pretrained: ${folder}; must be a run of vgg, not of small`,
    },
  );
  assert.equal(tf.memory().numTensors, before);
});

test('a checkpoint has the averaged weights, and the trained ones and the loss scale with the optimizer’s state', () => {
  const names = (list: Model['savable']['weights']) => list.map(({ name }) => name);
  const plain = build({ optimizer: 'sgd' });
  const parameters = names(plain.network.parameters);
  const velocities = names(plain.optimizer.slots);
  assert.deepEqual(names(plain.savable.weights), parameters);
  assert.deepEqual(names(plain.savable.optimizer), velocities);
  assert.equal(plain.savable.weights[0].variable, plain.network.parameters[0].variable);
  plain.dispose();
  const averaged = build({ optimizer: 'sgd', ema: 0.5 }, true, faces, DataType.float16);
  assert.deepEqual(names(averaged.savable.optimizer), [
    ...velocities,
    ...['loss_scale', 'loss_scale.good_steps'],
    ...parameters.map((name) => `trained.${name}`),
  ]);
  assert.equal(averaged.savable.weights[0].variable, averaged.averaged!.parameters[0].variable);
  averaged.dispose();
});

test('a network’s input has the size of the settings and is not larger than the images', () => {
  const before = tf.memory().numTensors;
  build({ input_size: 40 }).dispose();
  assert.throws(() => build({ input_size: 44 }), {
    message: 'input_size: 44; must be 40, which small is built for, or 0',
  });
  assert.throws(() => build({}, true, { ...faces, size: 32 }), /^InputError: /);
  assert.equal(tf.memory().numTensors, before);
});

test('a loss that is not finite is reported with epoch and step, from 1', () => {
  const { message } = diverged(settings({ lr: 0.5 }), 3, 4);
  assert.equal(
    message,
    'loss: not finite at epoch 3, step 5; try a rate below lr=0.5; what was saved before is intact',
  );
  assert.match(
    undescribed(settings({})),
    /^small has layers that cannot be described, .* train with network=\.\/small\.ts$/,
  );
});
