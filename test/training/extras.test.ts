/** Options beyond the original study's training: all of them together must resume and stay captured. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hashesOf, runner, temporaryFolder } from './small';

const run = runner({
  network: 'small',
  name: 'extras',
  n_epochs: 3,
  bs: 16,
  lr: 0.05,
  label_smoothing: 0.1,
  mixup: 0.2,
  cutmix: 1,
  ema: 0.9,
  clip_norm: 1,
  decay_on: 'kernels',
  crops: 'ten',
});

test('with all options on, a run stays captured, and equals the resumed run', async () => {
  const notices: string[] = [];
  const whole = await run({}, { onNotice: (line) => notices.push(line) });
  assert.ok(!notices.some((line) => line.includes('op by op')), notices.join());

  const model_save_dir = temporaryFolder();
  const controller = new AbortController();
  const onProgress = ({ epoch, step }: { epoch: number; step: number }) => {
    if (epoch === 2 && step === 3) controller.abort();
  };
  const part = await run({}, { model_save_dir, signal: controller.signal, onProgress });
  assert.ok(part.interrupted);
  const rest = await run({}, { model_save_dir, restore: 'last' });
  assert.deepEqual(hashesOf(rest.folder.path), hashesOf(whole.folder.path));
});

test('the history op by op is the same', async () => {
  const [captured, eager] = [await run({}), await run({}, { mode: 'eager' })];
  captured.history.forEach((record, i) => {
    assert.ok(Math.abs(record.trainLoss - eager.history[i].trainLoss) < 1e-3);
    assert.ok(Math.abs(record.validationLoss - eager.history[i].validationLoss) < 1e-3);
  });
});

test('fine-tuning starts at the best weights of another run', async () => {
  const first = await run({ name: 'test_pretrained', n_epochs: 8, crops: 'random', mixup: 0, cutmix: 0 });
  const tuned = await run({ pretrained: first.folder.path, n_epochs: 0, ema: 0 });
  assert.equal(
    hashesOf(tuned.folder.path)['weights.safetensors'],
    hashesOf(first.folder.path, 'best')['weights.safetensors'],
  );
  await assert.rejects(run({ pretrained: 'no_such_run' }), /pretrained: no_such_run; must be a run/);
});

test('if the validation split is fitted too, the last epoch is the best', async () => {
  const { folder, history } = await run({ fit: 'training+validation' });
  const named = (pointer: string) => readFileSync(join(folder.checkpoints, pointer), 'utf8');
  assert.equal(named('best'), named('last'));
  assert.equal(history.length, 3);
});

test('keep limits the number of checkpoints', async () => {
  const { folder } = await run({ n_epochs: 6, save_freq: 1, keep: 2, ema: 0, crops: 'random' });
  const kept = readdirSync(folder.checkpoints).filter((name) => name.startsWith('epoch_'));
  const best = readFileSync(join(folder.checkpoints, 'best'), 'utf8').trim();
  assert.deepEqual(kept.sort(), [...new Set(['epoch_0005', 'epoch_0006', best])].sort());
});

test('the last batch can be dropped, but not the only one', async () => {
  const plain = { crops: 'random', mixup: 0, cutmix: 0, ema: 0, n_epochs: 1 } as const;
  let steps = 0;
  const onProgress = () => steps++;
  const { history } = await run({ ...plain, last_batch: 'drop', bs: 32 }, { onProgress });
  assert.equal(steps, 2); // of 70 images
  assert.ok(history[0].trainLoss > 0.5 && history[0].trainLoss < 10, String(history[0].trainLoss));
  await assert.rejects(run({ ...plain, last_batch: 'drop', bs: 71 }), /bs: 71; must be ≤ 70 images/);
});

test('TensorBoard’s event files contain each epoch', async () => {
  const { folder } = await run({ logger: 'tensorboard', n_epochs: 2, crops: 'random' });
  const events = join(folder.path, 'tensorboard');
  assert.ok(existsSync(events));
  const bytes = Buffer.concat(readdirSync(events).map((name) => readFileSync(join(events, name))));
  for (const chart of ['loss/train', 'accuracy/validation', 'learning_rate']) {
    assert.equal(bytes.toString('latin1').split(chart).length - 1, 2, chart);
  }
});

test('missing FER+ votes are reported', async () => {
  await assert.rejects(run({ labels: 'ferplus' }), /labels: ferplus; needs dataset=fer2013 and FER\+'s/);
});
