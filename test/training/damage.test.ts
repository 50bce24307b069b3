/** Damage to a run's files: each must end with a clear error, and keep the last good checkpoint. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../../lib/core/errors';
import { randomStream } from '../../lib/core/random';
import type { Hyperparameters } from '../../lib/training/hyperparameters';
import type { TrainOptions } from '../../lib/training/train-options';
import { train } from '../../lib/training/trainer';
import { easyData, temporaryFolder } from './small';

const data = easyData();

function run(model_save_dir: string, changes: Partial<Hyperparameters> = {}, options: Partial<TrainOptions> = {}) {
  const settings = { network: 'small', name: 'damage', n_epochs: 2, bs: 16, lr: 0.05, save_freq: 1 };
  return train({ ...settings, ...changes }, { data, model_save_dir, ...options });
}

const checkpoint = (folder: string) => {
  const checkpoints = join(folder, 'checkpoints');
  return join(checkpoints, readFileSync(join(checkpoints, 'last'), 'utf8').trim());
};

test('a checkpoint with any changed byte or cut is rejected with the file’s name', async () => {
  const folder = temporaryFolder();
  await run(folder);
  const random = randomStream(5, 5);
  for (const name of ['weights.safetensors', 'optimizer.safetensors', 'state.json']) {
    const file = join(checkpoint(folder), name);
    const whole = readFileSync(file);
    for (let i = 0; i < 12; i++) {
      const at = Math.floor(random.between(0, whole.length));
      const damaged = i % 3 === 0 ? whole.subarray(0, at) : Buffer.from(whole);
      if (i % 3 !== 0) damaged[at] ^= 1 << Math.floor(random.between(0, 7));
      writeFileSync(file, damaged);
      const attempt = run(folder, { n_epochs: 3 }, { restore: 'last' });
      await assert.rejects(attempt, (error) => error instanceof InputError && error.message.includes(name));
    }
    writeFileSync(file, whole);
  }
  assert.equal((await run(folder, { n_epochs: 3 }, { restore: 'last' })).history.length, 3);
});

test('a full disk ends the run with its error, and the run resumes when there is space', async (t) => {
  const folder = temporaryFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status !== 0)
    return t.skip('mounting a small disk needs root');
  const ballast = join(folder, 'ballast');
  try {
    const fill = (epochs: readonly unknown[]) => {
      if (epochs.length < 2) return;
      try {
        writeFileSync(ballast, new Uint8Array(2 ** 20));
      } catch {
        // As full as it gets.
      }
    };
    await assert.rejects(run(folder, { n_epochs: 4 }, { onEpoch: fill }), { code: 'ENOSPC' });
    rmSync(ballast);
    const { history } = await run(folder, { n_epochs: 4 }, { restore: 'last' });
    assert.deepEqual(
      history.map(({ epoch }) => epoch),
      [1, 2, 3, 4],
    );
  } finally {
    spawnSync('umount', [folder]);
  }
});

test('a read-only folder is reported before training', async (t) => {
  const folder = temporaryFolder();
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', folder]).status !== 0)
    return t.skip('mounting a read-only disk needs root');
  try {
    let steps = 0;
    const onProgress = () => steps++;
    await assert.rejects(run(join(folder, 'run'), {}, { onProgress }), { code: 'EROFS' });
    assert.equal(steps, 0);
  } finally {
    spawnSync('umount', [folder]);
  }
});

test('files left by a killed process are removed', async () => {
  const folder = temporaryFolder();
  await run(folder);
  const checkpoints = join(folder, 'checkpoints');
  mkdirSync(join(checkpoints, '.epoch_0009.1234abcd.partial'));
  writeFileSync(join(folder, '.history.csv.1234abcd.partial'), 'epoch,');
  assert.equal((await run(folder, { n_epochs: 3 }, { restore: 'last' })).history.length, 3);
  assert.deepEqual(
    [...readdirSync(folder), ...readdirSync(checkpoints)].filter((name) => name.startsWith('.')),
    [],
  );
});
