import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configuration } from '../../lib/report/configuration-section';
import { trainCommands } from '../../lib/training/command-line';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { type Stretch, stretches } from '../../lib/training/prolonged';
import { type RunSettings, readSettings } from '../../lib/training/run-folder';
import { reportedRun } from '../evaluation/run';
import { hashesOf, runner } from './small';

const settings = { network: 'small', name: 'long', bs: 32, lr: 0.05, schedule: 'onecycle' } as const;
const run = runner(settings);
const prolonging = 'npm run train -- name=long restore=last n_epochs=';

test('a prolonged one-cycle run lists the commands that repeat it, bit for bit', async () => {
  const { folder } = await run({ n_epochs: 1 });
  await run({ n_epochs: 3 }, { model_save_dir: folder.path, restore: 'last' });
  await run({ n_epochs: 3 }, { model_save_dir: folder.path, restore: 'last' }); // changes nothing
  await run({ n_epochs: 4 }, { model_save_dir: folder.path, restore: 'last' });
  const commands = trainCommands(readSettings(folder))!;
  assert.deepEqual(
    commands.map((line) => /n_epochs=(\d+)/.exec(line)?.[1]),
    ['1', '3', '4'],
  );
  assert.match(commands[0], /^npm run train -- network=small name=long .*schedule=onecycle/);
  assert.deepEqual(commands.slice(1), [`${prolonging}3`, `${prolonging}4`]);

  const again = await run({ n_epochs: 1 });
  for (const n_epochs of [3, 4]) await run({ n_epochs }, { model_save_dir: again.folder.path, restore: 'last' });
  assert.deepEqual(hashesOf(again.folder.path), hashesOf(folder.path));
  const once = await run({ n_epochs: 4 });
  assert.notDeepEqual(hashesOf(once.folder.path), hashesOf(folder.path));

  const text = JSON.stringify(configuration(reportedRun(folder)).blocks);
  assert.match(
    text,
    /n_epochs was changed \(it was 1 until epoch 1, 3 until epoch 3\), and schedule=onecycle depends on it/,
  );
  assert.match(text, /The network small is defined in a notebook: train it again there/);
});

const stored = (n_epochs: number, prolonged: Stretch[] = [], schedule: 'onecycle' | 'cosine' = 'onecycle') =>
  ({
    options: hyperparameters({ name: 'long', n_epochs, schedule }),
    prolonged,
    dataHash: '',
    environment: {},
  }) satisfies RunSettings;

test('restoring an earlier epoch also restores its parts with another n_epochs', () => {
  const five = { n_epochs: 5, epoch: 5, step: 0 };
  assert.deepEqual(stretches(stored(5), { epoch: 5, step: 0 }, 5), []);
  assert.deepEqual(stretches(stored(5), { epoch: 5, step: 0 }, 9), [five]);
  assert.deepEqual(stretches(stored(9, [five]), { epoch: 7, step: 2 }, 9), [five]);
  assert.deepEqual(stretches(stored(9, [five]), { epoch: 7, step: 2 }, 12), [five, { n_epochs: 9, epoch: 7, step: 2 }]);
  // Back to epoch 3, where n_epochs was 5.
  assert.deepEqual(stretches(stored(9, [five]), { epoch: 3, step: 0 }, 5), []);
  assert.deepEqual(stretches(stored(9, [five]), { epoch: 3, step: 0 }, 9), [{ n_epochs: 5, epoch: 3, step: 0 }]);
  assert.deepEqual(stretches(stored(9, [five]), { epoch: 5, step: 0 }, 9), [five]);
  assert.deepEqual(stretches(stored(0), { epoch: 0, step: 0 }, 3), []);
});

test('one command repeats a prolonged run whose schedule ignores n_epochs; none repeats a stopped one', () => {
  const five = { n_epochs: 5, epoch: 5, step: 0 };
  assert.deepEqual(trainCommands(stored(9, [five], 'cosine')), [
    'npm run train -- name=long n_epochs=9 schedule=cosine',
  ]);
  assert.equal(trainCommands(stored(9, [{ n_epochs: 5, epoch: 3, step: 2 }])), undefined);
  assert.equal(trainCommands(stored(9, [{ n_epochs: 5, epoch: 3, step: 0 }])), undefined);
});
