import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importCommand, runKeys, trainCommand, trainCommands } from '../../lib/training/command-line';
import { bestEpoch, type EpochRecord, fromCsv, keptEpoch, toCsv } from '../../lib/training/history';
import { type Hyperparameters, hyperparameters } from '../../lib/training/hyperparameters';
import type { Stretch } from '../../lib/training/prolonged';

const record = (epoch: number, validationAccuracy: number): EpochRecord => ({
  epoch,
  trainLoss: 1.25,
  trainAccuracy: 1 / 3,
  validationLoss: 1e-9,
  validationAccuracy,
  learningRate: 0.1,
  seconds: 2.5,
});
const history = [record(1, 0.25), record(2, 0.5), record(3, 0.5), record(4, 0.375)];

test('history.csv keeps full precision, and is read by column names', () => {
  const csv = toCsv(history.slice(0, 1));
  assert.equal(
    csv,
    'epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds\n' +
      '1,1.25,0.3333333333333333,1e-9,0.25,0.1,2.5\n',
  );
  assert.deepEqual(fromCsv(toCsv(history)), history);
  assert.deepEqual(fromCsv(toCsv([])), []);
  const reversed = csv
    .trim()
    .split('\n')
    .map((line) => line.split(',').reverse().join(','));
  assert.deepEqual(fromCsv(reversed.join('\n')), history.slice(0, 1));
});

test('the best epoch is the first of the most accurate; if the validation images are fitted, the last', () => {
  assert.equal(bestEpoch([]), undefined);
  assert.equal(bestEpoch(history)?.epoch, 2);
  assert.equal(keptEpoch(history, { fit: 'training' })?.epoch, 2);
  assert.equal(keptEpoch(history, { fit: 'training+validation' })?.epoch, 4);
});

test('a run’s command contains non-default keys, quoted for a shell', () => {
  const options = hyperparameters({ name: 'x', path: "it's here", bs: 128, seed: 0, lr: 0.01 });
  assert.equal(trainCommand(options), `npm run train -- name=x path='it'\\''s here' bs=128`);
  assert.equal(runKeys('x', undefined), 'name=x');
  assert.equal(runKeys('x', '/a/b c'), "name=x model_save_dir='/a/b c'");
});

test('an import’s command names the entry and the protocol only if they are known', () => {
  const command = (settings: Partial<Hyperparameters>, imported: Readonly<Record<string, unknown>>) =>
    importCommand(hyperparameters({ name: 'x', network: 'vgg', ...settings }), imported);
  assert.equal(
    command({}, { file: 'my net.pth', entry: 'params', selected_on: 'unknown' }),
    "npm run import -- 'my net.pth' name=x network=vgg entry=params",
  );
  assert.equal(
    command({ protocol: 'paper' }, { file: 'a.pth', selected_on: 'PrivateTest' }),
    'npm run import -- a.pth name=x network=vgg protocol=paper',
  );
  assert.equal(
    command({}, { file: 'a.pth', entry: '', selected_on: 'PublicTest' }),
    'npm run import -- a.pth name=x network=vgg protocol=challenge',
  );
});

test('a prolonged one-cycle run is repeated by a command for each length, if each ended with its epochs', () => {
  const run = (n_epochs: number, ...prolonged: Stretch[]) => ({
    options: hyperparameters({ name: 'long', n_epochs, schedule: 'onecycle' }),
    prolonged,
  });
  assert.deepEqual(trainCommands(run(4)), ['npm run train -- name=long n_epochs=4 schedule=onecycle']);
  assert.deepEqual(trainCommands(run(4, { n_epochs: 1, epoch: 1, step: 0 }, { n_epochs: 3, epoch: 3, step: 0 })), [
    'npm run train -- name=long n_epochs=1 schedule=onecycle',
    'npm run train -- name=long restore=last n_epochs=3',
    'npm run train -- name=long restore=last n_epochs=4',
  ]);
  assert.equal(
    trainCommands(run(4, { n_epochs: 1, epoch: 1, step: 0 }, { n_epochs: 3, epoch: 2, step: 0 })),
    undefined,
  );
  assert.equal(trainCommands(run(4, { n_epochs: 3, epoch: 3, step: 1 })), undefined);
});
