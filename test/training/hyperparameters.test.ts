import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../../lib/core/errors';
import { onlyKnown, parsed } from '../../lib/core/keys';
import { trainCommand } from '../../lib/training/command-line';
import {
  HYPERPARAMETERS,
  type Hyperparameters,
  hyperparameters,
  storedHyperparameters,
} from '../../lib/training/hyperparameters';
import { fittedSplits, reportSplit, selectionSplit, validationViews } from '../../lib/training/protocol';
import { RECIPES, recipeText } from '../../lib/training/recipes';

const NEXT = 1 + Number.EPSILON;

/** Values at the limits of each key, and just beyond them. */
const EDGES: Readonly<Record<string, { readonly takes: readonly unknown[]; readonly refuses: readonly unknown[] }>> = {
  recipe: { takes: ['paper', 'fast', 'best'], refuses: ['', 'slow'] },
  network: { takes: ['vgg', 'narrow_vgg', 'efficientnet', 'efficientnet_b0'], refuses: ['', 'resnet', 1] },
  name: {
    takes: ['a', '_', '0', 'A-b_c.9', 'x'.repeat(100), 'notebook'],
    refuses: ['', '.a', '-a', 'a/b', 'ä', 'a b', 'x'.repeat(101), 'notebooks', 'audit', 'figures', 7],
  },
  dataset: { takes: ['auto', ''], refuses: [0, true] },
  path: { takes: ['', 'a/b'], refuses: [0] },
  n_epochs: { takes: [0, 1, 2 ** 53 - 1], refuses: [-1, 0.5, 2 ** 53, '3', Number.NaN] },
  bs: { takes: [1, 2], refuses: [0, 1.5, -1] },
  last_batch: { takes: ['keep', 'drop'], refuses: ['', 'none'] },
  lr: { takes: [Number.MIN_VALUE, 1, 1e6], refuses: [0, -1, Number.POSITIVE_INFINITY, Number.NaN, '1'] },
  drop: { takes: [0, 0.5, 1 - Number.EPSILON], refuses: [-Number.MIN_VALUE, 1] },
  optimizer: {
    takes: ['sgd', 'sgd_nesterov', 'adam', 'amsgrad', 'adamw', 'adadelta', 'adagrad', 'asgd', 'muon'],
    refuses: ['lion'],
  },
  schedule: {
    takes: ['plateau', 'step', 'onecycle', 'cosine', 'cosine_restarts', 'constant'],
    refuses: ['linear'],
  },
  loss: { takes: ['cross_entropy'], refuses: ['focal', ''] },
  warmup: { takes: [0, 0.5, 9], refuses: [-Number.MIN_VALUE] },
  momentum: { takes: [0, 1 - Number.EPSILON], refuses: [-Number.MIN_VALUE, 1] },
  weight_decay: { takes: [0, 5], refuses: [-Number.MIN_VALUE] },
  decay_on: { takes: ['all', 'kernels'], refuses: ['biases'] },
  clip_norm: { takes: [0, 5], refuses: [-Number.MIN_VALUE] },
  ema: { takes: [0, 1 - Number.EPSILON], refuses: [-Number.MIN_VALUE, 1] },
  augment: { takes: ['full', 'mild', 'crops'], refuses: ['none'] },
  crops: { takes: ['random', 'ten'], refuses: ['center'] },
  label_smoothing: { takes: [0, 1 - Number.EPSILON], refuses: [-Number.MIN_VALUE, 1] },
  mixup: { takes: [0, 4], refuses: [-Number.MIN_VALUE, 4 * NEXT] },
  cutmix: { takes: [0, 4], refuses: [-Number.MIN_VALUE, 4 * NEXT] },
  labels: { takes: ['given', 'ferplus'], refuses: ['votes'] },
  fit: { takes: ['training', 'training+validation'], refuses: ['validation'] },
  pretrained: { takes: ['', 'my_vgg'], refuses: [1] },
  precision: { takes: ['auto', 'float32', 'mixed', 'float16'], refuses: ['bfloat16'] },
  save_freq: { takes: [1], refuses: [0] },
  keep: { takes: [0], refuses: [-1] },
  logger: { takes: ['csv', 'tensorboard'], refuses: ['none'] },
  seed: { takes: [0, 2 ** 31 - 1], refuses: [-1, 2 ** 31] },
  protocol: { takes: ['challenge', 'paper'], refuses: ['none'] },
  limit: { takes: [0, 1], refuses: [-1] },
  classes: { takes: [0, 8], refuses: [-1, 0.5] },
  image_size: { takes: [0, 64], refuses: [-1, 0.5] },
  input_size: { takes: [0, 48], refuses: [-1, 0.5] },
  val: { takes: [0, 1 - Number.EPSILON], refuses: [-Number.MIN_VALUE, 1] },
  test: { takes: [0, 1 - Number.EPSILON], refuses: [-Number.MIN_VALUE, 1] },
  split_seed: { takes: [0, 2 ** 31 - 1], refuses: [-1, 2 ** 31] },
  class_weights: { takes: ['none', 'balanced'], refuses: ['inverse'] },
  sampling: { takes: ['uniform', 'balanced'], refuses: ['random'] },
  select_on: { takes: ['accuracy', 'balanced_accuracy', 'f1'], refuses: ['loss'] },
};

const DEFAULTS = hyperparameters({ name: 'x' });
const changed = (key: string, value: unknown): Record<string, unknown> =>
  hyperparameters({ ...DEFAULTS, [key]: value });

test('this test covers the limits of every key', () => {
  assert.deepEqual(Object.keys(EDGES).sort(), Object.keys(DEFAULTS).sort());
});

for (const [key, { takes, refuses }] of Object.entries(EDGES)) {
  test(`${key} accepts values up to its limits and rejects others by name`, () => {
    for (const value of takes) assert.equal(changed(key, value)[key], value);
    for (const value of refuses) {
      assert.throws(
        () => changed(key, value),
        (error) => error instanceof InputError && error.message.startsWith(`${key}: `),
        `${key}=${value}`,
      );
    }
  });
}

test('stored settings may name networks, optimizers and other kinds of another process, but nothing else unknown', () => {
  const names = { network: 'theirs', optimizer: './mine.ts', schedule: 'theirs', loss: 'theirs', augment: 'theirs' };
  const stored = storedHyperparameters({ ...DEFAULTS, ...names });
  assert.deepEqual({ ...stored, ...names }, stored);
  assert.throws(() => storedHyperparameters({ ...DEFAULTS, optimizer: 3 }), /^InputError: optimizer: 3; must be text$/);
  assert.throws(
    () => storedHyperparameters({ ...DEFAULTS, precision: 'theirs' }),
    /^InputError: precision: theirs; must be one of/,
  );
});

test('the defaults are the original study’s; everything else is off', () => {
  assert.deepEqual(DEFAULTS, {
    ...{ recipe: 'paper', network: 'vgg', name: 'x', dataset: 'auto', path: '', classes: 0, image_size: 0 },
    ...{ val: 0.1, test: 0.1, split_seed: 0, n_epochs: 300, bs: 64, last_batch: 'keep', lr: 0.01, drop: 0.1 },
    ...{ optimizer: 'sgd_nesterov', schedule: 'plateau', loss: 'cross_entropy', warmup: 0, momentum: 0.9 },
    ...{ weight_decay: 1e-4, decay_on: 'all', clip_norm: 0, ema: 0, augment: 'full', crops: 'random' },
    ...{ label_smoothing: 0, mixup: 0, cutmix: 0, labels: 'given' },
    ...{ class_weights: 'none', sampling: 'uniform', select_on: 'accuracy', fit: 'training', pretrained: '' },
    ...{ input_size: 0, precision: 'auto', save_freq: 20, keep: 0, logger: 'csv', seed: 0 },
    ...{ protocol: 'challenge', limit: 0 },
  });
});

test('a network that the run’s folder describes may be unknown here, any other may not', () => {
  const described = 'theirs';
  assert.equal(hyperparameters({ name: 'x', network: 'theirs' }, { described }).network, 'theirs');
  assert.equal(hyperparameters({ name: 'x', network: 'vgg' }, { described }).network, 'vgg');
  for (const given of [{ network: 'others' }, { optimizer: 'theirs' }])
    assert.throws(
      () => hyperparameters({ name: 'x', ...given }, { described }),
      /^InputError: \w+: (others|theirs); must be/,
    );
  assert.throws(() => hyperparameters({ name: 'x', network: 'theirs' }), /^InputError: network: theirs; must be/);
});

test('a run needs a name, and aliases of networks are resolved', () => {
  assert.throws(() => hyperparameters({}), { name: 'InputError', message: /^name: missing; / });
  assert.equal(hyperparameters({ name: 'x', network: 'efn' }).network, 'efficientnet');
});

test('text becomes a number if the default is one; other keys are skipped', () => {
  const texts = { bs: '8', lr: '1e-3', network: 'vgg', drop: '', ema: 'x', path: '7', epochs: '3', restore: 'last' };
  const options = parsed(HYPERPARAMETERS, new Map(Object.entries(texts)));
  const expected: Record<string, unknown> = { network: 'vgg', path: '7' };
  const found = { ...options } as Record<string, unknown>;
  assert.deepEqual({ network: found.network, path: found.path }, expected);
  assert.equal(options.bs, 8);
  assert.equal(options.lr, 1e-3);
  assert.equal(options.drop, '' as never);
  assert.equal(options.ema, 'x' as never);
  assert.equal(Object.keys(options).length, 6);
});

test('a protocol selects on one test split and reports on the other', () => {
  assert.deepEqual([selectionSplit('challenge'), reportSplit('challenge')], ['PublicTest', 'PrivateTest']);
  assert.deepEqual([selectionSplit('paper'), reportSplit('paper')], ['PrivateTest', 'PublicTest']);
  const fitted = (changes: Partial<Hyperparameters>) => fittedSplits(hyperparameters({ name: 'x', ...changes }));
  assert.deepEqual(fitted({}), ['Training']);
  assert.deepEqual(fitted({ fit: 'training+validation', protocol: 'paper' }), ['Training', 'PrivateTest']);
});

test('a training on ten crops is validated on ten views', () => {
  assert.equal(validationViews(hyperparameters({ name: 'x', crops: 'ten' })), 'ten');
  assert.equal(validationViews(hyperparameters({ name: 'x', crops: 'random' })), 'center');
});

test('the recipes are those that were measured', () => {
  const shared = {
    ...{ network: 'narrow_vgg', optimizer: 'muon', lr: 0.005, weight_decay: 0.05, decay_on: 'kernels' },
    ...{ schedule: 'onecycle', bs: 128, augment: 'mild', label_smoothing: 0.1 },
  };
  assert.deepEqual(RECIPES, {
    paper: {},
    fast: { ...shared, n_epochs: 7, drop: 0, ema: 0.99 },
    best: { ...shared, augment: 'full', n_epochs: 90, drop: 0.15, ema: 0.998 },
  });
  assert.equal(
    recipeText('best'),
    'recipe best: network=narrow_vgg optimizer=muon lr=0.005 weight_decay=0.05 decay_on=kernels schedule=onecycle ' +
      'bs=128 augment=full label_smoothing=0.1 n_epochs=90 drop=0.15 ema=0.998',
  );
});

test('a recipe sets defaults of other keys, and a key that is given overrides it', () => {
  const name = 'r';
  const fast = hyperparameters({ name, recipe: 'fast' });
  assert.deepEqual([fast.network, fast.optimizer, fast.schedule], ['narrow_vgg', 'muon', 'onecycle']);
  assert.deepEqual(hyperparameters({ name, recipe: 'fast', network: 'vgg', bs: undefined }), {
    ...fast,
    network: 'vgg',
  });
  assert.deepEqual(storedHyperparameters({ ...fast, lr: 1 }), { ...fast, lr: 1 }, 'a stored run keeps its values');
  assert.equal(trainCommand({ ...fast, seed: 3, drop: 0.1 }), 'npm run train -- recipe=fast name=r drop=0.1 seed=3');
  assert.equal(recipeText('paper'), undefined);
  for (const values of Object.values(RECIPES)) onlyKnown(HYPERPARAMETERS, values);
});
