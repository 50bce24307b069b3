import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balancedOrder } from '../../lib/data/batches';
import { imagesAt } from '../../lib/data/dataset';
import { classWeights } from '../../lib/training/class-weights';
import { fromCsv, keptEpoch, toCsv } from '../../lib/training/history';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { defineSelectionMetric, metricValues } from '../../lib/training/selection-metrics';
import { easyData, runner } from './small';

test('balanced weights are scikit-learn’s: n / (classes · images of the class)', () => {
  const labels = [0, 0, 0, 0, 1, 1, 2, 2];
  assert.equal(classWeights({ class_weights: 'none' }, labels, 4), undefined);
  assert.deepEqual([...classWeights({ class_weights: 'balanced' }, labels, 4)!], [0.5, 1, 1, 0]);
});

test('balanced sampling draws every class equally often, always the same way', () => {
  const labels = Uint8Array.from({ length: 3000 }, (_, i) => (i < 2700 ? 0 : i < 2970 ? 3 : 5));
  const order = balancedOrder(labels, 1, 2);
  const counts = [0, 3, 5].map((label) => order.filter((i) => labels[i] === label).length);
  assert.equal(order.length, 3000);
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 130, `${counts}`); // five standard deviations
  assert.deepEqual(balancedOrder(labels, 1, 2), order);
  assert.notDeepEqual(balancedOrder(labels, 1, 3), order);
});

test('balanced accuracy and macro F1 by hand', () => {
  // Class 0: 3 of 4 right; class 1: 1 of 2; class 2 has no images, and one image was given it.
  const table = [
    [3, 0, 1],
    [1, 1, 0],
    [0, 0, 0],
  ];
  assert.deepEqual(metricValues(table, 'f1'), {
    validationAccuracy: 4 / 6,
    validationBalancedAccuracy: (3 / 4 + 1 / 2) / 2,
    validationF1: (6 / 8 + 2 / 3 + 0) / 3,
  });
});

test('a metric from outside lib selects the epoch; its column of history.csv is validation_own', () => {
  defineSelectionMetric('worst_recall', (table) =>
    Math.min(...table.map((row, k) => row[k] / row.reduce((sum, count) => sum + count, 0))),
  );
  const table = [
    [3, 1],
    [1, 1],
  ];
  assert.equal(hyperparameters({ name: 'x', select_on: 'worst_recall' }).select_on, 'worst_recall');
  assert.equal(metricValues(table, 'worst_recall').validationOwn, 0.5);
  const epoch = { trainLoss: 1, trainAccuracy: 0.5, validationLoss: 1, learningRate: 0.1, seconds: 1 };
  const history = [0.5, 0.7, 0.6].map((validationOwn, i) => ({
    ...{ epoch: i + 1, ...epoch, validationAccuracy: 1 - validationOwn, validationOwn },
    ...{ validationBalancedAccuracy: 0.5, validationF1: 0.5 },
  }));
  assert.equal(keptEpoch(history, { fit: 'training', select_on: 'worst_recall' })?.epoch, 2);
  assert.match(
    toCsv(history),
    /validation_accuracy,validation_balanced_accuracy,validation_f1,validation_own,learning/,
  );
  assert.deepEqual(fromCsv(toCsv(history)), history);
  defineSelectionMetric('no_number', () => Number.NaN);
  assert.throws(() => metricValues(table, 'no_number'), /^InputError: select_on: no_number; must return a finite/);
});

test('the metric that is chosen selects the epoch, and history.csv keeps it', () => {
  const epoch = { trainLoss: 1, trainAccuracy: 0.5, validationLoss: 1, learningRate: 0.1, seconds: 1 };
  const history = [
    { epoch: 1, ...epoch, validationAccuracy: 0.9, validationBalancedAccuracy: 0.3, validationF1: 0.4 },
    { epoch: 2, ...epoch, validationAccuracy: 0.8, validationBalancedAccuracy: 0.5, validationF1: 0.2 },
    { epoch: 3, ...epoch, validationAccuracy: 0.7, validationBalancedAccuracy: 0.4, validationF1: 0.6 },
  ];
  const kept = (['accuracy', 'balanced_accuracy', 'f1'] as const).map(
    (select_on) => keptEpoch(history, { fit: 'training', select_on })?.epoch,
  );
  assert.deepEqual(kept, [1, 2, 3]);
  assert.deepEqual(fromCsv(toCsv(history)), history);
  assert.doesNotMatch(toCsv([{ epoch: 1, ...epoch, validationAccuracy: 0.9 }]), /f1/);
});

test('a training of five classes weighs, samples and selects; a network for seven is refused in one line', async () => {
  const all = easyData();
  const five = [...all.labels.keys()].filter((i) => all.labels[i] < 5);
  const data = { ...imagesAt(all, five), classes: ['a', 'b', 'c', 'd', 'e'] };
  const run = runner({ name: 'x', network: 'narrow_vgg', n_epochs: 1, bs: 16 }, data);
  const { history } = await run({ class_weights: 'balanced', sampling: 'balanced', select_on: 'f1' });
  assert.ok(history[0].validationF1! >= 0 && history[0].validationBalancedAccuracy! <= 1);
  await assert.rejects(run({ network: 'small' }), {
    message: 'network small: 7 logits; must be 5, one for each class (a, b, c, d, e)',
  });
  await assert.rejects(run({ input_size: 50 }), { message: 'input_size: 50; must be ≤ 48, the size of the images' });
});
