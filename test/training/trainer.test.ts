import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate } from '../../lib/evaluation/evaluate';
import { Program, tf } from '../../lib/runtime';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import { train } from '../../lib/training/trainer';
import { assertClose, effectOf, roundingTolerance } from '../rounding';
import { easyData, hashesOf, runner, temporaryFolder } from './small';

const data = easyData();
const settings: Partial<Hyperparameters> = {
  network: 'small',
  name: 'test',
  n_epochs: 4,
  bs: 16,
  lr: 0.05,
};

const run = runner(settings, data);

/** What it costs, in seconds, differs between equal runs. */
const withoutTime = (csv: string) => csv.replace(/,[^,]*$/gm, '');

test('a run learns, and writes the documented files', async () => {
  const { history, folder, best } = await run({ n_epochs: 8 });
  assert.equal(history.length, 8);
  assert.ok(history[7].trainLoss < history[0].trainLoss);
  assert.ok(best!.validationAccuracy > 0.4, `accuracy ${best!.validationAccuracy}`);
  const csv = readFileSync(join(folder.path, 'history.csv'), 'utf8').trim().split('\n');
  assert.equal(csv[0], 'epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds');
  assert.equal(csv.length, 9);
  const keys = JSON.parse(readFileSync(join(folder.path, 'hyperparameters.json'), 'utf8'));
  assert.equal(keys.bs, 16);
  assert.equal(keys.data.images, 112);
  const last = readFileSync(join(folder.checkpoints, 'last'), 'utf8').trim();
  assert.deepEqual(readdirSync(join(folder.checkpoints, last)).sort(), [
    'optimizer.safetensors',
    'state.json',
    'weights.safetensors',
  ]);

  const { evaluation } = await evaluate(folder, { data });
  assert.equal(evaluation.split, 'PrivateTest');
  assert.equal(evaluation.selected_on, 'PublicTest');
  assert.equal(evaluation.n, 21);
  const predictions = readFileSync(join(folder.evaluation, 'PrivateTest-predictions.csv'), 'utf8').trim().split('\n');
  assert.equal(predictions.length, 22);
  assert.ok(predictions[1].startsWith('91,0,'));
});

test('a training loads its graph once, with whole and smaller batches, running mean and validation', async (t) => {
  const loads = t.mock.method(Program.prototype, 'push');
  await run({ n_epochs: 2, bs: 32, ema: 0.9 });
  assert.equal(loads.mock.callCount(), 1);
});

test('equal settings give equal weights; another seed gives others', async () => {
  const [a, b, c] = [await run(), await run(), await run({ seed: 1 })];
  assert.deepEqual(hashesOf(a.folder.path), hashesOf(b.folder.path));
  assert.notDeepEqual(hashesOf(a.folder.path), hashesOf(c.folder.path));
});

test('a run that was interrupted within an epoch and resumed ends like an undisturbed one', async () => {
  const whole = await run();
  const model_save_dir = temporaryFolder();
  let seen = 0;
  for (;;) {
    const controller = new AbortController();
    const onProgress = () => {
      if (++seen % 7 === 0) controller.abort();
    };
    const restore = existsSync(join(model_save_dir, 'hyperparameters.json')) ? ('last' as const) : undefined;
    const part = await run({}, { model_save_dir, restore, signal: controller.signal, onProgress });
    if (!part.interrupted) break;
  }
  assert.ok(seen > 14);
  assert.deepEqual(hashesOf(model_save_dir), hashesOf(whole.folder.path));
  assert.equal(
    withoutTime(readFileSync(join(model_save_dir, 'history.csv'), 'utf8')),
    withoutTime(readFileSync(join(whole.folder.path, 'history.csv'), 'utf8')),
  );
});

test('op by op and captured, a run has the same history except for rounding', async () => {
  const summands = 16 * 20 * 20; // of a filter's gradient: pixels of a batch
  // A rounded step is that of a rate which is a little off.
  const lr = 0.05 * (1 + 4 * roundingTolerance(summands));
  const runs = [await run(), await run({}, { mode: 'eager' }), await run({ lr }, { mode: 'eager' })];
  const [captured, eager, moved] = runs.map(({ history }) =>
    history.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
  );
  assertClose(captured, eager, effectOf([moved], [eager], summands), 'losses');
});

test('the number of tensors is constant over epochs and returns to its start after the run', async () => {
  const before = tf.memory().numTensors;
  const counts: number[] = [];
  await run({ n_epochs: 5 }, { onEpoch: () => counts.push(tf.memory().numTensors) });
  assert.equal(new Set(counts.slice(0, 5)).size, 1, counts.join());
  assert.equal(tf.memory().numTensors, before);
});

test('memory is constant over ten epochs', async () => {
  const megabytes: number[] = [];
  const measure = () => {
    globalThis.gc?.();
    megabytes.push(process.memoryUsage().rss / 2 ** 20);
  };
  await train(
    { ...settings, n_epochs: 12 },
    { data: easyData(1400), model_save_dir: temporaryFolder(), onEpoch: measure },
  );
  const [settled, end] = [megabytes[1], megabytes[11]];
  assert.ok(end < settled * 1.05, `${settled.toFixed(0)} MB after two epochs, ${end.toFixed(0)} after twelve`);
});

test('an existing run is not overwritten', async () => {
  const { folder } = await run();
  await assert.rejects(run({}, { model_save_dir: folder.path }), /name: test; is already a run/);
  await assert.rejects(
    run({ lr: 1 }, { model_save_dir: folder.path, restore: 'last' }),
    /lr: 1; must be 0.05, as in the existing run/,
  );
});

test('a run without a checkpoint is started again, and a rejected one leaves nothing', async () => {
  const model_save_dir = join(temporaryFolder(), 'run');
  await assert.rejects(run({ lr: 1e30 }, { model_save_dir }), /not finite/);
  assert.equal((await run({ n_epochs: 1 }, { model_save_dir })).history.length, 1);

  const refused = join(temporaryFolder(), 'run');
  const empty = { ...data, splits: data.splits.map(() => 1) };
  await assert.rejects(run({}, { model_save_dir: refused, data: empty }), /dataset: easy has no Training images/);
  assert.ok(!existsSync(refused));
});

test('no epochs, a batch larger than the data and a last batch of one work', async () => {
  const none = await run({ n_epochs: 0 });
  assert.equal(none.history.length, 0);
  assert.equal((await evaluate(none.folder, { data })).evaluation.n, 21);
  assert.equal((await run({ n_epochs: 1, bs: 1000 })).history.length, 1);
  assert.equal((await run({ n_epochs: 1, bs: 69 })).history.length, 1);
  assert.equal((await run({ n_epochs: 1, limit: 1 })).history.length, 1);
});

test('an infinite loss ends the run with an error', async () => {
  await assert.rejects(run({ lr: 1e30 }), /loss: not finite at epoch 1, step \d; try a rate below lr=1e\+30/);
});

for (const [changes, message] of [
  [{ bs: 0 }, 'bs: 0; must be an integer ≥ 1'],
  [{ lr: -1 }, 'lr: -1; must be a number > 0'],
  [{ drop: 1 }, 'drop: 1; must be a number in [0, 1)'],
  [{ name: '../x' }, 'name: ../x; must be 1–100 letters'],
  [{ network: 'resnet' }, 'network: resnet; must be one of vgg'],
] as const) {
  test(`an invalid setting is rejected: ${message}`, async () => {
    await assert.rejects(run(changes as Partial<Hyperparameters>), (error: Error) => error.message.startsWith(message));
  });
}
