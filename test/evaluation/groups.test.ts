import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bySetting } from '../../lib/evaluation/groups';
import { hyperparameters } from '../../lib/training/hyperparameters';

const run = (name: string, settings: object) => ({ name, options: hyperparameters({ name, ...settings }) });
const grouped = (runs: ReturnType<typeof run>[]) =>
  bySetting(runs).map(({ setting, runs }) => [setting, runs.map(({ name }) => name).join(' ')]);

test('runs that differ only in their seed are one setting, named by what varies', () => {
  const runs = [
    run('a', { optimizer: 'adam' }),
    run('b', { optimizer: 'sgd', lr: 0.1 }),
    run('c', { optimizer: 'adam', seed: 1, save_freq: 5 }),
  ];
  assert.deepEqual(grouped(runs), [
    ['lr=0.01 optimizer=adam', 'a c'],
    ['lr=0.1 optimizer=sgd', 'b'],
  ]);
});

test('a single setting is named by its network', () => {
  assert.deepEqual(grouped([run('a', {}), run('b', { seed: 1 })]), [['vgg', 'a b']]);
});
