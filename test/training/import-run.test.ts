import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { readWeights } from '../../lib/models/weights/read-weights';
import { tf } from '../../lib/runtime';
import { importRun } from '../../lib/training/import-run';
import { resolveWeights } from '../../lib/training/resolve-weights';
import { readHistory, readSettings, selectionOf } from '../../lib/training/run-folder';
import { temporaryFolder } from './small';

const SMALL = join(__dirname, '..', 'models', 'weights', 'small.pth');
const imported = async (options: Omit<Parameters<typeof importRun>[1], 'name'> = {}) =>
  importRun(await readWeights(SMALL), { name: 'imported', model_save_dir: join(temporaryFolder(), 'run'), ...options });

test('an imported run records its file and that its data and selection are unknown; its epoch is 0', async () => {
  const before = tf.memory().numTensors;
  const { folder, options } = await imported();
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual([options.network, options.n_epochs, options.dataset], ['small', 0, 'auto']);
  assert.deepEqual([options.image_size, options.input_size, options.classes], [0, 0, 0]);
  const settings = readSettings(folder);
  assert.deepEqual(settings.environment.imported, {
    file: 'small.pth',
    sha256: createHash('sha256').update(readFileSync(SMALL)).digest('hex'),
    entry: 'params',
    selected_on: 'unknown',
  });
  assert.deepEqual(settings.environment.data, {
    name: 'unknown',
    classes: EMOTIONS,
    size: 48,
    images: null,
    sha256: null,
  });
  assert.ok(!('sources' in settings.environment), 'the network is defined by this process, not by a file');
  assert.equal(settings.dataHash, undefined);
  assert.equal(selectionOf(settings), 'unknown');
  assert.deepEqual(readHistory(folder), []);
  assert.deepEqual(resolveWeights(folder.checkpoints, 'best'), { name: 'epoch_0000', isBest: true });
  assert.deepEqual(resolveWeights(folder.checkpoints, 'last'), { name: 'epoch_0000', isBest: true });
});

test('a protocol names the split that selected imported weights', async () => {
  const selected = async (protocol: 'challenge' | 'paper') => {
    const { folder, options } = await imported({ protocol });
    return [options.protocol, selectionOf(readSettings(folder))];
  };
  assert.deepEqual(await selected('challenge'), ['challenge', 'PublicTest']);
  assert.deepEqual(await selected('paper'), ['paper', 'PrivateTest']);
});

test('a data set that has variants is loaded with the variant of the weights, any other with its own classes', async () => {
  const classesOf = async (dataset: string) => (await imported({ dataset })).options.classes;
  assert.equal(await classesOf('ckplus'), 7);
  assert.equal(await classesOf('fer2013'), 0);
  assert.equal(await classesOf('./pictures'), 0);
});

test('weights are not imported over a run, nor into another network', async () => {
  const { folder } = await imported();
  const settings = readFileSync(join(folder.path, 'hyperparameters.json'), 'utf8');
  const before = tf.memory().numTensors;
  await assert.rejects(imported({ model_save_dir: folder.path, protocol: 'paper' }), {
    message: 'name: imported; is already a run: choose another name, or remove it',
  });
  assert.equal(readFileSync(join(folder.path, 'hyperparameters.json'), 'utf8'), settings);
  const model_save_dir = join(temporaryFolder(), 'run');
  await assert.rejects(imported({ model_save_dir, network: 'narrow_vgg' }), /^InputError: small\.pth: /);
  assert.ok(!existsSync(model_save_dir));
  assert.equal(tf.memory().numTensors, before);
  assert.equal((await imported({ model_save_dir })).folder.path, model_save_dir, 'the folder is not locked any more');
});
