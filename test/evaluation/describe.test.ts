import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accuracy, heading } from '../../lib/evaluation/describe';
import { wilson } from '../../lib/evaluation/intervals';

const published = { split: 'PublicTest', n: 3589, top1: 2630 / 3589, interval: wilson(2630, 3589) } as const;

test('an accuracy comes with its interval', () => {
  assert.equal(accuracy({ ...published, selected_on: 'PrivateTest' }), '73.28 % (71.81–74.70)');
});

test('an accuracy on the split that selected the weights is marked', () => {
  assert.equal(accuracy({ ...published, selected_on: 'PublicTest' }), '73.28 %† (71.81–74.70)');
  assert.equal(heading({ ...published, selected_on: 'PublicTest' }), 'PublicTest, n = 3589: 73.28 %† (71.81–74.70)');
});
