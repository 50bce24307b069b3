import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracy, heading, weightsOf } from '../../lib/evaluation/describe';
import { wilson } from '../../lib/evaluation/intervals';

const published = { split: 'PublicTest', n: 3589, top1: 2630 / 3589, interval: wilson(2630, 3589) } as const;

test('an accuracy comes with its interval', () => {
  assert.equal(accuracy({ ...published, selected_on: 'PrivateTest' }), '73.28 % (71.81–74.70)');
});

test('an accuracy on the split that selected the weights is marked', () => {
  assert.equal(accuracy({ ...published, selected_on: 'PublicTest' }), '73.28 %† (71.81–74.70)');
  assert.equal(heading({ ...published, selected_on: 'PublicTest' }), 'PublicTest, n = 3589: 73.28 %† (71.81–74.70)');
});

test('the weights that were measured are told by epoch and step', () => {
  const told = (epoch: number | undefined, step: number, selected_on: 'unknown' | null = null) =>
    weightsOf({ epoch, step, selected_on });
  assert.equal(told(12, 0), ', weights of epoch 12');
  assert.equal(told(12, 100), ', weights of epoch 12 and 100 steps');
  assert.equal(told(0, 100), ', weights of 100 steps');
  assert.equal(told(0, 0), ', initial weights');
  assert.equal(told(0, 0, 'unknown'), '');
  assert.equal(told(undefined, 0), '');
});
