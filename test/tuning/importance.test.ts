import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forest } from '../../lib/tuning/forest';
import { importance } from '../../lib/tuning/importance';
import { choice, logRange, range, where } from '../../lib/tuning/space';
import { madeUp } from './made-up';

const shares = (study: Parameters<typeof importance>[0]) =>
  Object.fromEntries(importance(study).map(({ key, share }) => [key, share]));

test('on an additive grid the shares are those of the variances', () => {
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
  assert.deepEqual(Object.keys(found), ['momentum', 'drop', 'optimizer', 'together']);
  assert.ok(Math.abs(Object.values(found).reduce((sum, share) => sum + share) - 1) < 1e-9);
});

test('a value outside a conditional range, which trials without it share, counts as the range’s end', () => {
  const space = {
    optimizer: choice('adam', 'sgd'),
    momentum: where({ optimizer: ['sgd'] }, range(0.5, 0.6)),
    drop: choice(0, 0.1, 0.2),
  };
  const study = { space, searcher: 'random', trials: 40, base: { n_epochs: 2, momentum: 0.9 } } as const;
  const found = importance(madeUp(study, ({ momentum, drop }) => 0.3 + momentum / 2 + drop / 10));
  assert.ok(
    found.every(({ share }) => share >= 0 && share <= 1),
    JSON.stringify(found),
  );
  assert.ok(Math.abs(found.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
  const below = { ...study, base: { n_epochs: 2, momentum: 0 } };
  const others = importance(madeUp(below, ({ momentum, drop }) => 0.3 + momentum / 2 + drop / 10));
  assert.ok(
    others.every(({ share }) => share >= 0 && share <= 1),
    JSON.stringify(others),
  );
});

test('effects of combinations belong to no single hyperparameter', () => {
  const space = { momentum: choice(0, 0.9), drop: choice(0, 0.5), weight_decay: choice(0, 1e-4, 1e-3, 1e-2) };
  const study = madeUp({ space, base: { n_epochs: 2 } }, ({ momentum, drop }) =>
    momentum > 0 === drop > 0 ? 0.8 : 0.4,
  );
  const found = shares(study);
  assert.ok(found.together > 0.75, JSON.stringify(found));
});

test('a range of learning rates is used by its logarithm', () => {
  const space = { lr: logRange(1e-4, 1), drop: range(0, 0.5) };
  const accuracy = ({ lr, drop }: { lr: number; drop: number }) => 0.8 - 0.1 * (Math.log10(lr) + 2) ** 2 + 0.1 * drop;
  const found = importance(madeUp({ space, searcher: 'random', trials: 60, base: { n_epochs: 2 } }, accuracy));
  assert.equal(found[0].key, 'lr');
  assert.ok(found[0].share > 0.8, JSON.stringify(found));
});

test('one hyperparameter can explain all differences; four trials are enough', () => {
  const study = (values: readonly number[]) =>
    madeUp({ space: { drop: choice(...values) }, base: { n_epochs: 2 } }, ({ drop }) => drop);
  const [{ key, share }, together] = importance(study([0, 0.1, 0.2, 0.3]));
  assert.equal(key, 'drop');
  assert.ok(Math.abs(share - 1) < 1e-9 && Math.abs(together.share) < 1e-9);
  assert.deepEqual(importance(study([0, 0.1, 0.2])), []);
});

test('a trial that has not completed the first stage is ignored', () => {
  const study = madeUp({ space: { drop: choice(0, 0.1, 0.2, 0.3) }, base: { n_epochs: 3 } }, ({ drop }) => drop);
  const shorter = study.trials.map((trial, i) => (i === 3 ? { ...trial, history: trial.history.slice(0, 2) } : trial));
  assert.deepEqual(importance({ ...study, trials: shorter }), []);
  const unmeasured = study.trials.map((trial, i) => (i === 3 ? { ...trial, score: undefined } : trial));
  assert.deepEqual(importance({ ...study, trials: unmeasured }), []);
});

test('a tree splits halfway between neighbours until each leaf has one value', () => {
  const samples = [0.875, 0.125, 0.5625, 0.25, 0.6875].map((x) => ({ x: [x], y: x }));
  const trees = forest(samples, 20, 3);
  assert.equal(trees.length, 20);
  for (const leaves of trees) {
    const sorted = [...leaves].sort((a, b) => a.low[0] - b.low[0]);
    assert.deepEqual([sorted[0].low, sorted[sorted.length - 1].high], [[0], [1]]);
    sorted.slice(1).forEach(({ low, value }, i) => {
      const before = sorted[i];
      assert.ok(before.value < value);
      assert.equal(low[0], (before.value + value) / 2);
      assert.equal(before.high[0], low[0]);
    });
    assert.ok(sorted.every(({ value }) => samples.some(({ y }) => y === value)));
  }
  assert.ok(new Set(trees.map((leaves) => leaves.length)).size > 1, 'each tree has a draw of its own');
});

test('a tree does not split if no split reduces the variance', () => {
  const samples = [0, 1, 2, 3].map((k) => ({ x: [k % 2, Math.floor(k / 2)], y: k === 0 || k === 3 ? 1 : 0 }));
  const whole = forest(samples, 64, 0).filter((leaves) => leaves.length === 1 && leaves[0].value === 0.5);
  assert.ok(whole.length > 0, 'a draw of each sample once');
  assert.deepEqual(whole[0], [{ low: [0, 0], high: [1, 1], value: 0.5 }]);
});

test('a tree breaks ties between splits at random', () => {
  const samples = [0, 1].map((y) => ({ x: [y / 2 + 0.25, y / 2 + 0.25], y }));
  const cut = forest(samples, 64, 0).filter((leaves) => leaves.length === 2);
  const first = cut.filter(([{ high }]) => high[0] === 0.5).length;
  assert.ok(first > 5 && first < cut.length - 5, `${first} of ${cut.length} cut the first dimension`);
});

test('too few or equal trials give no importance', () => {
  const space = { drop: choice(0, 0.1, 0.2, 0.3, 0.4) };
  assert.deepEqual(importance(madeUp({ space, trials: 3, base: { n_epochs: 2 } }, ({ drop }) => drop)), []);
  assert.deepEqual(importance(madeUp({ space, base: { n_epochs: 2 } }, () => 0.5)), []);
});
