import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runKeys, trainCommand } from '../../lib/training/command-line';
import { bestEpoch, type EpochRecord, fromCsv, keptEpoch, toCsv } from '../../lib/training/history';
import { hyperparameters } from '../../lib/training/hyperparameters';

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
