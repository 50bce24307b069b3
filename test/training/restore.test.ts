import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { evaluate } from '../../lib/evaluation/evaluate';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import { readHistory, readSettings } from '../../lib/training/run-folder';
import { easyData, hashesOf, runner } from './small';

const data = easyData();
const run = runner({ network: 'small', name: 'test', n_epochs: 4, bs: 16, lr: 0.05 }, data);

test('restore auto resumes a run with equal settings, and otherwise starts a new one and renames the existing one', async () => {
  const notices: string[] = [];
  const onNotice = (line: string) => notices.push(line);
  const { folder } = await run({ n_epochs: 2 }, { restore: 'auto', onNotice });
  const again = (changes: Partial<Hyperparameters>) =>
    run(changes, { model_save_dir: folder.path, restore: 'auto', onNotice });
  assert.equal((await again({ n_epochs: 3 })).history.length, 3);
  assert.ok(notices.includes('resumes the run test'));
  const other = await again({ n_epochs: 1, lr: 0.01 });
  assert.equal(other.history.length, 1);
  assert.match(
    notices.join('\n'),
    /starts a new run \(lr: 0.01; must be 0.05, as in the existing run\); the existing run is now in .*\.1/,
  );
  assert.ok(existsSync(join(`${folder.path}.1`, 'history.csv')));
});

test('the existing run is renamed whether or not there is a listener for notices', async () => {
  const { folder } = await run({ save_freq: 2 });
  const before = hashesOf(folder.path);
  await run({ save_freq: 2 }, { model_save_dir: folder.path, restore: 2 });
  await run({ n_epochs: 1, lr: 0.01 }, { model_save_dir: folder.path, restore: 'auto' });
  for (const number of [1, 2]) assert.deepEqual(hashesOf(`${folder.path}.${number}`), before);
});

test('a restore that is not possible is an error, never a new run', async () => {
  const { folder } = await run();
  const name = readFileSync(join(folder.checkpoints, 'last'), 'utf8').trim();
  const again = (restore: 'last' | number) => run({ n_epochs: 5 }, { model_save_dir: folder.path, restore });
  await assert.rejects(again(77), /checkpoint: .*epoch_0077; must be one of: epoch_/);
  const file = join(folder.checkpoints, name, 'weights.safetensors');
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] ^= 1;
  writeFileSync(file, bytes);
  await assert.rejects(again('last'), /weights.safetensors: damaged/);
});

test('a prolonged run that was stopped resumes to its new end with its stored settings', async () => {
  const whole = await run({ n_epochs: 6 });
  const { folder } = await run();
  const controller = new AbortController();
  const onProgress = ({ epoch, step }: { epoch: number; step: number }) => {
    if (epoch === 5 && step === 2) controller.abort();
  };
  const stopped = await run(
    { n_epochs: 6 },
    { model_save_dir: folder.path, restore: 'last', signal: controller.signal, onProgress },
  );
  assert.ok(stopped.interrupted);
  const { evaluation } = await evaluate(folder, { data, epoch: 'last' });
  assert.deepEqual([evaluation.epoch, evaluation.step], [4, 2]);

  const { options, environment } = readSettings(folder);
  assert.equal(options.n_epochs, 6);
  assert.equal(environment.device.computes, readSettings(whole.folder).environment.device.computes);
  await run(options, { model_save_dir: folder.path, restore: 'last' });
  assert.deepEqual(hashesOf(folder.path), hashesOf(whole.folder.path));
  await assert.rejects(
    run({ n_epochs: 5 }, { model_save_dir: folder.path, restore: 'last' }),
    /n_epochs: 5; must be ≥ 6, the number of finished epochs/,
  );
});

test('a run restored from an epoch ends the same, and its later part is kept', async () => {
  const { folder } = await run({ save_freq: 2 });
  const before = hashesOf(folder.path);
  const notices: string[] = [];
  const again = { model_save_dir: folder.path, restore: 2, onNotice: (line: string) => notices.push(line) };
  const { history } = await run({ save_freq: 2 }, again);
  assert.equal(history.length, 4);
  assert.deepEqual(hashesOf(folder.path), before);
  assert.match(notices.join('\n'), /resumes from epoch 2; the existing run is now in .*\.1/);
  assert.deepEqual(hashesOf(`${folder.path}.1`), before);
  assert.equal(readHistory(folder).length, 4);
});

test('a fine-tuned run resumes after its pretrained run was removed', async () => {
  const base = await run({ n_epochs: 1 });
  const tuned = { n_epochs: 1, pretrained: base.folder.path };
  const { folder } = await run(tuned);
  rmSync(base.folder.path, { recursive: true });
  assert.equal(
    (await run({ ...tuned, n_epochs: 2 }, { model_save_dir: folder.path, restore: 'last' })).history.length,
    2,
  );
});

test('a restored run rewrites a history that was ahead of its checkpoint', async () => {
  const { folder } = await run();
  rmSync(join(folder.path, 'history.csv'));
  await run({}, { model_save_dir: folder.path, restore: 'last' });
  assert.equal(readHistory(folder).length, 4);
});

test('checkpoints of an earlier save_freq are kept', async () => {
  const { folder } = await run({ n_epochs: 3, save_freq: 1 });
  await run({ n_epochs: 6, save_freq: 5 }, { model_save_dir: folder.path, restore: 'last' });
  for (const epoch of [1, 2, 5]) assert.ok(existsSync(join(folder.checkpoints, `epoch_000${epoch}`)), `${epoch}`);
});

test('a run without a checkpoint is not resumed, and damaged settings are reported', async () => {
  const { folder } = await run({ n_epochs: 1 });
  const again = () => run({ n_epochs: 2 }, { model_save_dir: folder.path, restore: 'last' });
  const file = join(folder.path, 'hyperparameters.json');
  const settings = readFileSync(file, 'utf8');
  for (const [text, line] of [
    ['null', /hyperparameters.json: damaged; must be settings written by a run/],
    [
      settings.replace('"lr": 0.05', '"lr": "fast"'),
      /hyperparameters.json: damaged; its lr: fast; must be a number > 0/,
    ],
  ] as const) {
    writeFileSync(file, text);
    await assert.rejects(again(), line);
  }
  writeFileSync(file, settings);
  rmSync(folder.checkpoints, { recursive: true });
  await assert.rejects(again(), /name: test; has no checkpoint yet; start it again without restore/);
});

test('the best epoch is marked as selected even if named by its number or as the last', async () => {
  const { folder, best, history } = await run({ save_freq: 1 });
  const { evaluation } = await evaluate(folder, { data, epoch: best!.epoch });
  assert.equal(evaluation.selected_on, 'PublicTest');
  const last = await evaluate(folder, { data, epoch: 'last' });
  assert.equal(last.evaluation.selected_on, best!.epoch === history.length ? 'PublicTest' : null);
  assert.equal(last.before?.epoch, best!.epoch);
  assert.equal((await evaluate(folder, { data, epoch: best!.epoch === 1 ? 2 : 1 })).evaluation.selected_on, null);
});
