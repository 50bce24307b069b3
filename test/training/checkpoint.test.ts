import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { InputError } from '../../lib/core/errors';
import { tf } from '../../lib/runtime';
import {
  checkpointState,
  hasCheckpoint,
  namedCheckpoints,
  pruneCheckpoints,
  restoreCheckpoint,
  restoreWeights,
  saveCheckpoint,
} from '../../lib/training/checkpoint';
import type { TrainingState } from '../../lib/training/checkpoint-files';
import type { EpochRecord } from '../../lib/training/history';
import { checkpointName } from '../../lib/training/resolve-weights';
import { pointed } from '../../lib/training/run-folder';
import { temporaryFolder } from './small';

const record: EpochRecord = {
  epoch: 1,
  trainLoss: 1,
  trainAccuracy: 0.5,
  validationLoss: 1,
  validationAccuracy: 0.5,
  learningRate: 0.1,
  seconds: 1,
};

const stateAt = (epochs: number, step = 0): TrainingState => ({
  history: Array.from({ length: epochs }, (_, i) => ({ ...record, epoch: i + 1 })),
  step,
  sums: { loss: step, correct: 2 * step },
  seconds: 3 * step,
});

const named = (name: string, values: number[], shape = [values.length]) => ({
  name,
  variable: tf.variable(tf.tensor(values, shape), false),
});

const savable = (start: number) => ({
  weights: [named('w', [start, start + 1]), named('b', [start + 2])],
  optimizer: [named('w.velocity', [start + 3, start + 4])],
});

const valuesOf = ({ weights, optimizer }: ReturnType<typeof savable>) =>
  [...weights, ...optimizer].map(({ variable }) => [...variable.dataSync()]);

test('a checkpoint is named by epochs, and by steps within the next epoch', () => {
  assert.equal(checkpointName(0), 'epoch_0000');
  assert.equal(checkpointName(20), 'epoch_0020');
  assert.equal(checkpointName(20, 137), 'epoch_0020_step_00137');
});

test('weights, optimizer and state are restored by pointer, epoch or name; weights also without the rest', () => {
  const folder = join(temporaryFolder(), 'checkpoints');
  assert.ok(!hasCheckpoint(folder));
  saveCheckpoint(folder, savable(10), stateAt(1), ['best', 'last']);
  saveCheckpoint(folder, savable(20), stateAt(1, 2), ['last']);
  assert.deepEqual([pointed(folder, 'best'), pointed(folder, 'last')], ['epoch_0001', 'epoch_0001_step_00002']);
  assert.ok(hasCheckpoint(folder));
  assert.deepEqual([...namedCheckpoints(folder)].sort(), ['epoch_0001', 'epoch_0001_step_00002']);
  for (const [which, start, state] of [
    ['best', 10, stateAt(1)],
    [1, 10, stateAt(1)],
    ['last', 20, stateAt(1, 2)],
  ] as const) {
    const into = savable(0);
    assert.deepEqual(restoreCheckpoint(folder, into, which), state);
    assert.deepEqual(valuesOf(into), [[start, start + 1], [start + 2], [start + 3, start + 4]]);
  }
  const alone = savable(0);
  assert.deepEqual(restoreWeights(folder, alone.weights, 'last'), { epoch: 1, step: 2, isBest: false });
  assert.deepEqual(valuesOf(alone), [[20, 21], [22], [3, 4]]);
  assert.deepEqual(checkpointState(folder, 'last'), stateAt(1, 2));
});

test('mismatches are reported by name, and change nothing', () => {
  const folder = join(temporaryFolder(), 'checkpoints');
  saveCheckpoint(folder, savable(10), stateAt(1), ['last']);
  const { weights, optimizer } = savable(0);
  for (const [other, message] of [
    [{ weights: [weights[0]], optimizer }, /: has b; must contain the tensors/],
    [{ weights: [...weights, named('c', [1])], optimizer }, /: lacks c; must contain the tensors/],
    [{ weights: [weights[0], named('c', [1])], optimizer }, /: lacks c, has b; must contain the tensors/],
    [{ weights: [weights[0], named('b', [1, 2])], optimizer }, /: b \[1\]; must be \[2\]/],
    [{ weights: [named('w', [0, 0], [2, 1]), weights[1]], optimizer }, /: w \[2\]; must be \[2,1\]/],
  ] as const) {
    assert.throws(
      () => restoreCheckpoint(folder, other, 'last'),
      (error) => error instanceof InputError && message.test(error.message),
      String(message),
    );
    assert.deepEqual([...weights[0].variable.dataSync()], [0, 1]);
  }
  rmSync(join(folder, 'epoch_0001', 'optimizer.safetensors'));
  assert.throws(() => restoreCheckpoint(folder, { weights, optimizer }, 'last'), /optimizer\.safetensors: missing/);
  assert.throws(() => restoreWeights(folder, weights, 2), /epoch_0002; must be one of: epoch_0001/);
  // None is best: the last.
  assert.deepEqual(restoreWeights(folder, weights, 'best'), { epoch: 1, step: 0, isBest: false });
  assert.throws(() => checkpointState(join(folder, 'none'), 'last'), /must be one of: none exists/);
});

test('a file with a changed byte is damaged, and nothing is restored', () => {
  const folder = join(temporaryFolder(), 'checkpoints');
  saveCheckpoint(folder, savable(10), stateAt(1), ['last']);
  for (const name of ['weights.safetensors', 'optimizer.safetensors', 'state.json']) {
    const file = join(folder, 'epoch_0001', name);
    const whole = readFileSync(file);
    const damaged = Buffer.from(name === 'state.json' ? whole.toString().replace('"epoch": 1', '"epoch": 2') : whole);
    if (name !== 'state.json') damaged[damaged.length - 1] ^= 1;
    assert.notDeepEqual(damaged, whole);
    writeFileSync(file, damaged);
    const into = savable(0);
    assert.throws(() => restoreCheckpoint(folder, into, 'last'), new RegExp(`^InputError: .*${name}: damaged; `));
    if (name !== 'optimizer.safetensors') assert.deepEqual(valuesOf(into), valuesOf(savable(0)));
    writeFileSync(file, whole);
  }
});

test('a checkpoint without a digest of its state still opens', () => {
  const folder = join(temporaryFolder(), 'checkpoints');
  saveCheckpoint(folder, savable(10), stateAt(1), ['last']);
  const file = join(folder, 'epoch_0001', 'state.json');
  const { sha256, ...state } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...state, sha256: { ...sha256, state: undefined } }));
  assert.deepEqual(restoreCheckpoint(folder, savable(0), 'last'), stateAt(1));
});

test('checkpoints within an epoch, and rejected ones, are removed unless a pointer refers to them', () => {
  const folder = join(temporaryFolder(), 'checkpoints');
  saveCheckpoint(folder, savable(0), stateAt(3), ['best']);
  saveCheckpoint(folder, savable(0), stateAt(4, 1), []);
  saveCheckpoint(folder, savable(0), stateAt(4, 2), ['last']);
  for (const epoch of [1, 2, 12]) saveCheckpoint(folder, savable(0), stateAt(epoch), []);
  mkdirSync(join(folder, 'mine'));
  const requested: [number, string][] = [];
  pruneCheckpoints(folder, (epoch, name) => {
    requested.push([epoch, name]);
    return epoch % 2 === 0;
  });
  assert.deepEqual(
    readdirSync(folder).sort(),
    ['best', 'epoch_0002', 'epoch_0003', 'epoch_0004_step_00002', 'epoch_0012', 'last', 'mine'].sort(),
  );
  assert.deepEqual(requested.sort(), [
    [1, 'epoch_0001'],
    [12, 'epoch_0012'],
    [2, 'epoch_0002'],
  ]);
  assert.ok(existsSync(join(folder, 'epoch_0012', 'weights.safetensors')));
});
