import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicted } from '../../lib/evaluation/metrics';
import { mcnemar, spread } from '../../lib/evaluation/statistics';
import { close, reference } from './predictions';

test('McNemar’s p equals SciPy’s binomial test on stored predictions', () => {
  const { labels, other } = reference;
  close(mcnemar(labels, predicted(reference), other), reference.mcnemar, 1e-9);
});

test('McNemar by hand: 1 image against 5', () => {
  const labels = [0, 0, 0, 0, 0, 0, 0];
  const a = [0, 1, 1, 1, 1, 1, 0];
  const b = [1, 0, 0, 0, 0, 0, 0];
  // exact 2 (1 + 6) / 64, mid-p less 6 / 64
  close(mcnemar(labels, a, b), { onlyA: 1, onlyB: 5, exact: 14 / 64, midP: 8 / 64 }, 1e-12);
});

test('two classifiers that never differ do not differ significantly', () => {
  assert.deepEqual(mcnemar([0, 1], [0, 2], [0, 3]), { onlyA: 0, onlyB: 0, exact: 1, midP: 1 });
});

test('as many images each way: Fagerland’s rule for a tie', () => {
  close(mcnemar([0, 0], [0, 1], [1, 0]), { onlyA: 1, onlyB: 1, exact: 1, midP: 0.75 }, 1e-12);
});

test('a thousand discordant images neither overflow nor underflow', () => {
  const labels = new Uint8Array(100_000);
  const a = labels.map((_, i) => (i < 49_000 ? 0 : 1));
  const b = labels.map((_, i) => (i < 49_000 ? 1 : 0));
  const { exact } = mcnemar(labels, a, b);
  assert.ok(exact > 1e-12 && exact < 1e-8, String(exact)); // z = −6.3
});

test('predictions of other images are refused', () => {
  assert.throws(() => mcnemar([0, 1], [0, 1], [0]), { name: 'InputError' });
});

test('mean and deviation over seeds', () => {
  assert.deepEqual(spread([1, 2, 3, 4, 10]), { n: 5, mean: 4, deviation: Math.sqrt(50 / 4) });
  assert.deepEqual(spread([0.7]), { n: 1, mean: 0.7, deviation: Number.NaN });
});
