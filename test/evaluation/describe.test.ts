import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EMOTIONS } from '../../lib/data/dataset';
import { accuracyText, chosenOn, evaluationTitle, measured, whenTrained } from '../../lib/evaluation/describe';
import { wilson } from '../../lib/evaluation/intervals';
import { measure } from '../../lib/evaluation/metrics';
import { oneHot } from './predictions';

const labels = Uint8Array.of(0, 1, 2, 3, 4, 5, 6);
const perfect = { classes: EMOTIONS, labels, probabilities: oneHot(labels, (label) => label) };
const published = { split: 'PublicTest', n: 3589, top1: 2630 / 3589, interval: wilson(2630, 3589) } as const;

test('an accuracy comes with its interval', () => {
  assert.equal(accuracyText({ ...published, selected_on: 'PrivateTest' }), '73.28 % (71.81–74.70)');
});

test('an accuracy on the split that selected the weights is marked', () => {
  assert.equal(accuracyText({ ...published, selected_on: 'PublicTest' }), '73.28 %† (71.81–74.70)');
  assert.equal(
    evaluationTitle({ ...published, selected_on: 'PublicTest' }),
    'PublicTest, n = 3589: 73.28 %† (71.81–74.70)',
  );
});

test('the weights that were measured are told by epoch and step', () => {
  const told = (epoch: number | undefined, step: number, selected_on: 'unknown' | null = null) =>
    whenTrained({ epoch, step, selected_on });
  assert.equal(told(12, 0), 'epoch 12');
  assert.equal(told(12, 100), 'epoch 12 and 100 steps');
  assert.equal(told(0, 100), '100 steps');
  assert.equal(told(0, 0), 'epoch 0');
  assert.equal(told(0, 0, 'unknown'), undefined);
  assert.equal(told(undefined, 0), undefined);
  assert.equal(whenTrained({ epoch: 0, selected_on: 'unknown' }), undefined);
  assert.equal(whenTrained({ epoch: 3, selected_on: null }), 'epoch 3');
});

test('what was measured is told with its crops and weights', () => {
  const evaluation = {
    ...published,
    ...measure(perfect),
    split: 'PublicTest',
    crops: 'ten',
    selected_on: null,
  } as const;
  assert.equal(measured({ ...evaluation, epoch: 12 }), 'PublicTest, n = 7, ten crops, weights of epoch 12');
  assert.equal(measured(evaluation, ' of 9'), 'PublicTest, n = 7 of 9, ten crops');
});

test('a split that was fitted as well chose nothing', () => {
  assert.equal(chosenOn({ selected_on: 'PublicTest', fitted: ['Training'] }), 'PublicTest');
  assert.equal(chosenOn({ selected_on: 'PublicTest', fitted: ['Training', 'PublicTest'] }), undefined);
  assert.equal(chosenOn({ selected_on: 'unknown' }), 'unknown');
  assert.equal(chosenOn({ selected_on: null }), undefined);
});
