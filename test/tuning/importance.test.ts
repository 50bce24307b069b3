import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importance } from '../../lib/tuning/importance';
import { choice, logRange, range } from '../../lib/tuning/space';
import { madeUp } from './made-up';

const shares = (study: Parameters<typeof importance>[0]) =>
  Object.fromEntries(importance(study).map(({ key, share }) => [key, share]));

test('on a grid of sums the shares are those of the variances', () => {
  const base = { n_epochs: 4 };
  const space = {
    momentum: choice(0, 0.3, 0.6, 0.9),
    drop: choice(0, 0.3, 0.6, 0.9),
    optimizer: choice('sgd', 'adam'),
  };
  // Of 2 a + b, with a and b alike, a makes 4/5 of the variance and b 1/5.
  const found = shares(madeUp({ space, base }, ({ momentum, drop }) => 0.2 * momentum + 0.1 * drop));
  assert.ok(Math.abs(found.momentum - 0.8) < 0.08, JSON.stringify(found));
  assert.ok(Math.abs(found.drop - 0.2) < 0.08, JSON.stringify(found));
  assert.ok(found.optimizer < 0.03, JSON.stringify(found));
  assert.ok(Math.abs(Object.values(found).reduce((sum, share) => sum + share) - 1) < 1e-9);
});

test('what only a combination makes is nobody’s own', () => {
  const space = { momentum: choice(0, 0.9), drop: choice(0, 0.5), weight_decay: choice(0, 1e-4, 1e-3, 1e-2) };
  const study = madeUp({ space, base: { n_epochs: 2 } }, ({ momentum, drop }) =>
    momentum > 0 === drop > 0 ? 0.8 : 0.4,
  );
  const found = shares(study);
  assert.ok(found.together > 0.75, JSON.stringify(found));
});

test('over ranges a learning rate counts by its logarithm', () => {
  const space = { lr: logRange(1e-4, 1), drop: range(0, 0.5) };
  const accuracy = ({ lr, drop }: { lr: number; drop: number }) => 0.8 - 0.1 * (Math.log10(lr) + 2) ** 2 + 0.1 * drop;
  const found = importance(madeUp({ space, searcher: 'random', trials: 60, base: { n_epochs: 2 } }, accuracy));
  assert.equal(found[0].key, 'lr');
  assert.ok(found[0].share > 0.8, JSON.stringify(found));
});

test('too few trials, or equal ones, say nothing', () => {
  const space = { drop: choice(0, 0.1, 0.2, 0.3, 0.4) };
  assert.deepEqual(importance(madeUp({ space, trials: 3, base: { n_epochs: 2 } }, ({ drop }) => drop)), []);
  assert.deepEqual(importance(madeUp({ space, base: { n_epochs: 2 } }, () => 0.5)), []);
});
