import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { temporaryFolder } from '../training/small';
import { KNOWS_SMALL } from '../tuning/small-study';
import { programOf } from './run-command';

const FOREVER = 100_000; // epochs

function train(folder: string, epochs: number): ChildProcessWithoutNullStreams {
  const keys = ['name=x', 'network=small', 'dataset=faces', 'limit=16', 'bs=16', 'lr=0.001', `n_epochs=${epochs}`];
  const command = [...programOf('train', KNOWS_SMALL), ...keys];
  const child = spawn(process.execPath, [...command, `model_save_dir=${folder}`], { cwd: ROOT });
  child.stderr.pipe(process.stderr, { end: false });
  return child;
}

/** Starts a training and waits until it has finished an epoch. */
async function underWay(folder: string): Promise<ChildProcessWithoutNullStreams> {
  const child = train(folder, FOREVER);
  while (!String((await once(child.stdout, 'data'))[0]).includes('epoch 1 '));
  child.stdout.resume();
  return child;
}

const last = (folder: string) => readFileSync(join(folder, 'checkpoints', 'last'), 'utf8');
const epochsOf = (folder: string) => readFileSync(join(folder, 'history.csv'), 'utf8').trim().split('\n').length - 1;

for (const signal of ['SIGTERM', 'SIGUSR1', 'SIGUSR2'] as const) {
  test(`train stops at ${signal} with a checkpoint`, async () => {
    const folder = temporaryFolder();
    const child = await underWay(folder);
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [128 + constants.signals[signal], null]);
    assert.match(last(folder), new RegExp(`^epoch_0*${epochsOf(folder)}\\b`));
  });
}

test('a training continues when its output is closed', async () => {
  const folder = temporaryFolder();
  const child = train(folder, 20);
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  assert.equal(epochsOf(folder), 20);
});

test('a training stops with a checkpoint when its terminal is closed', async () => {
  const folder = temporaryFolder();
  const program = join(__dirname, 'terminal.py');
  const keys = ['name=x', 'network=small', 'dataset=faces', 'limit=16', 'bs=16', 'lr=0.001', `n_epochs=${FOREVER}`];
  const command = [...programOf('train', KNOWS_SMALL), ...keys];
  const python = join(ROOT, '.venv', 'bin', 'python');
  const terminal = spawn(python, [program, process.execPath, ...command, `model_save_dir=${folder}`], { cwd: ROOT });
  terminal.stderr.pipe(process.stderr, { end: false });
  assert.deepEqual(await once(terminal, 'exit'), [0, null]);
  assert.match(last(folder), /^epoch_/);
});
