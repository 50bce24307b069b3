/** Messages and files at the ends of a run, op by op: this needs no captured program. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tf } from '../../lib/runtime';
import { readHistory } from '../../lib/training/run-folder';
import { easyData, runner, temporaryFolder } from './small';

const data = easyData(14, 7);
const run = runner({ network: 'small', name: 'ends', n_epochs: 3, bs: 7, lr: 0.05, precision: 'float32' }, data);
const checkpoints = (folder: string) =>
  readdirSync(join(folder, 'checkpoints')).filter((name) => name.startsWith('epoch'));
const pointed = (folder: string, name: string) => readFileSync(join(folder, 'checkpoints', name), 'utf8').trim();

test('each epoch is reported with the earlier ones; a finished run says so and shows its history', async () => {
  const model_save_dir = temporaryFolder();
  const epochs: number[] = [];
  const notices: string[] = [];
  const listeners = {
    mode: 'eager',
    model_save_dir,
    onEpoch: (history: readonly unknown[]) => epochs.push(history.length),
    onNotice: (line: string) => notices.push(line),
  } as const;
  const first = await run({}, listeners);
  assert.deepEqual(epochs, [1, 2, 3]);
  assert.ok(!first.interrupted);
  assert.equal(first.best?.validationAccuracy, Math.max(...first.history.map((record) => record.validationAccuracy)));
  assert.deepEqual(
    notices.filter((line) => /epochs/.test(line)),
    [],
  );

  const again = await run({}, { ...listeners, restore: 'last' });
  assert.deepEqual(epochs, [1, 2, 3, 3]);
  assert.deepEqual(again.history, first.history);
  assert.equal(notices.filter((line) => /has finished its 3 epochs/.test(line)).length, 1);
  assert.ok(!again.interrupted);

  const longer = await run({ n_epochs: 4 }, { ...listeners, restore: 'last' });
  assert.deepEqual(epochs, [1, 2, 3, 3, 3, 4]);
  assert.deepEqual(longer.history.slice(0, 3), first.history);
  assert.deepEqual(readHistory(longer.folder), longer.history);
});

test('a run without epochs saves its weights, and is not reported as finished', async () => {
  const notices: string[] = [];
  const epochs: number[] = [];
  const { folder, history, best, interrupted } = await run(
    { n_epochs: 0 },
    { mode: 'eager', onNotice: (line) => notices.push(line), onEpoch: ({ length }) => epochs.push(length) },
  );
  assert.deepEqual([history, best, interrupted, epochs], [[], undefined, false, []]);
  assert.equal(pointed(folder.path, 'last'), 'epoch_0000');
  assert.ok(!existsSync(join(folder.checkpoints, 'best')));
  assert.deepEqual(readHistory(folder), []);
  assert.ok(!notices.some((line) => /has finished its/.test(line)));
});

test('checkpoints exist for save_freq, the end and the best epoch; keep limits them to the latest', async () => {
  const { folder, best } = await run({ n_epochs: 5, save_freq: 2 }, { mode: 'eager' });
  const named = (epoch: number) => `epoch_000${epoch}`;
  assert.equal(pointed(folder.path, 'last'), named(5));
  assert.equal(pointed(folder.path, 'best'), named(best!.epoch));
  assert.deepEqual(checkpoints(folder.path).sort(), [...new Set([2, 4, 5, best!.epoch].map(named))].sort());
  const few = await run({ n_epochs: 5, save_freq: 1, keep: 2 }, { mode: 'eager' });
  const wanted = [...new Set([4, 5, few.best!.epoch].map(named))];
  assert.deepEqual(checkpoints(few.folder.path).sort(), wanted.sort());
});

test('an interrupt saves a checkpoint after the step, from which the epoch resumes', async () => {
  const model_save_dir = temporaryFolder();
  const stop = new AbortController();
  const onProgress = ({ epoch, step }: { epoch: number; step: number }) => {
    if (epoch === 2 && step === 1) stop.abort();
  };
  const part = await run({}, { mode: 'eager', model_save_dir, signal: stop.signal, onProgress });
  assert.ok(part.interrupted);
  assert.equal(pointed(model_save_dir, 'last'), 'epoch_0001_step_00001');
  const steps: string[] = [];
  const rest = await run(
    {},
    { mode: 'eager', model_save_dir, restore: 'last', onProgress: ({ epoch, step }) => steps.push(`${epoch}.${step}`) },
  );
  assert.deepEqual(steps, ['2.2', '3.1', '3.2']);
  const whole = await run({}, { mode: 'eager' });
  assert.deepEqual(
    rest.history.map((record) => ({ ...record, seconds: 0 })),
    whole.history.map((record) => ({ ...record, seconds: 0 })),
  );
  assert.ok(!checkpoints(model_save_dir).some((name) => name.includes('step')));
});

test('a run that cannot start, and one that ends, leave no tensors', async () => {
  const before = tf.memory().numTensors;
  await run({ ema: 0.9, optimizer: 'adam' }, { mode: 'eager' });
  assert.equal(tf.memory().numTensors, before);
  await assert.rejects(run({ pretrained: 'no_such_run' }, { mode: 'eager' }), /^InputError: pretrained: /);
  assert.equal(tf.memory().numTensors, before);
  const { folder } = await run({}, { mode: 'eager' });
  const damaged = { mode: 'eager', model_save_dir: folder.path, restore: 'last' } as const;
  const file = join(folder.checkpoints, pointed(folder.path, 'last'), 'weights.safetensors');

  writeFileSync(file, 'x');
  await assert.rejects(run({ n_epochs: 4 }, damaged), /weights\.safetensors: damaged/);
  assert.equal(tf.memory().numTensors, before);
});

test('a last batch is dropped if there is a full one', async () => {
  const drop = { last_batch: 'drop', n_epochs: 1 } as const;
  assert.equal((await run({ ...drop, bs: 14 }, { mode: 'eager' })).history.length, 1);
  await assert.rejects(run({ ...drop, bs: 15 }, { mode: 'eager' }), /^InputError: bs: 15; must be ≤ 14/);
  assert.equal((await run({ n_epochs: 1, bs: 15 }, { mode: 'eager' })).history.length, 1);
});

test('required splits must have images', async () => {
  for (const [changes, split, missing] of [
    [{}, 0, 'Training'],
    [{}, 1, 'PublicTest'],
    [{ protocol: 'paper' }, 2, 'PrivateTest'],
  ] as const) {
    const splits = data.splits.map((each) => (each === split ? (split + 1) % 3 : each));
    await assert.rejects(
      run(changes, { mode: 'eager', data: { ...data, splits } }),
      new RegExp(`^InputError: dataset: easy has no ${missing} images; `),
    );
  }
});
