import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { gridSettings, randomSettings } from '../../lib/tuning/candidates';
import { completeDefinition, settingsOf } from '../../lib/tuning/definition';
import { parseSpace, spaceTexts } from '../../lib/tuning/notation';
import { checkSpace, choice, logRange, range, type Space, where } from '../../lib/tuning/space';

const base = hyperparameters({ name: 'study' });

test('a grid has every combination, and counts combinations that a condition makes equal once', () => {
  const space: Space = {
    optimizer: choice('adam', 'sgd'),
    momentum: where({ optimizer: ['sgd'] }, choice(0.5, 0.9)),
  };
  const grid = gridSettings(space, { ...base, momentum: 0.8 });
  assert.deepEqual(
    grid.map(({ optimizer, momentum }) => [optimizer, momentum]),
    [
      ['adam', 0.8],
      ['sgd', 0.5],
      ['sgd', 0.9],
    ],
  );
});

test('conditions apply through other conditions, and a cycle is rejected', () => {
  const space: Space = {
    schedule: choice('constant', 'step'),
    optimizer: where({ schedule: ['step'] }, choice('sgd')),
    momentum: where({ optimizer: ['sgd'] }, choice(0.5)),
  };
  assert.deepEqual(
    gridSettings(space, base).map(({ momentum }) => momentum),
    [0.9, 0.5],
  );
  const circle: Space = { momentum: where({ momentum: [0.5] }, choice(0.5)) };
  assert.throws(() => gridSettings(circle, base), /^InputError: momentum: a cycle; must not depend on itself/);
});

test('draws stay inside their ranges, integers for integer hyperparameters, uniform in the logarithm', () => {
  const space: Space = { lr: logRange(1e-4, 1), bs: range(8, 11), drop: range(0, 0.5) };
  const settings = randomSettings(space, base, 0, 2000);
  assert.equal(settings.length, 2000);
  const share = (fits: (rate: number) => boolean) => settings.filter(({ lr }) => fits(lr)).length / 2000;
  for (const low of [1e-4, 1e-3, 1e-2, 1e-1]) {
    assert.ok(Math.abs(share((rate) => rate >= low && rate < 10 * low) - 0.25) < 0.03);
  }
  assert.deepEqual(
    [...new Set(settings.map(({ bs }) => bs))].sort((a, b) => a - b),
    [8, 9, 10, 11],
  );
  assert.ok(settings.every(({ drop }) => drop >= 0 && drop <= 0.5));
});

test('draws from a range are uniform, integers with equal probability, with four digits', () => {
  const space: Space = { bs: range(8, 11), drop: range(0.4, 0.5), momentum: range(0.5, 0.9) };
  const settings = randomSettings(space, base, 1, 2000);
  for (const size of [8, 9, 10, 11]) {
    const share = settings.filter(({ bs }) => bs === size).length / 2000;
    assert.ok(Math.abs(share - 0.25) < 0.04, `${size}: ${share}`);
  }
  const mean = settings.reduce((sum, { momentum }) => sum + momentum, 0) / 2000;
  assert.ok(Math.abs(mean - 0.7) < 0.01, `${mean}`);
  assert.ok(settings.every(({ drop, momentum }) => drop >= 0.4 && drop <= 0.5 && momentum >= 0.5 && momentum <= 0.9));
  const digits = settings.map(({ momentum }) => String(momentum).length - 2);
  assert.equal(Math.max(...digits), 4);
});

test('more draws keep the earlier ones; the order of dimensions does not matter', () => {
  const few = randomSettings({ drop: range(0, 0.5), lr: logRange(1e-3, 1) }, base, 7, 5);
  const many = randomSettings({ lr: logRange(1e-3, 1), drop: range(0, 0.5) }, base, 7, 9);
  assert.deepEqual(many.slice(0, 5), few);
  assert.notDeepEqual(randomSettings({ drop: range(0, 0.5), lr: logRange(1e-3, 1) }, base, 8, 5), few);
});

test('a finite space is drawn without repeats until it is exhausted', () => {
  const space: Space = { optimizer: choice('sgd', 'adam', 'adagrad'), bs: choice(16, 32) };
  assert.equal(randomSettings(space, base, 0, 100).length, 6);
  assert.equal(settingsOf(completeDefinition({ name: 's', space, searcher: 'halving' })).length, 6);
  assert.equal(settingsOf(completeDefinition({ name: 's', space, trials: 5, seeds: 2 })).length, 2);
});

test('drawing goes on for a thousand draws without a new setting', () => {
  // With this seed, the last of 300 sizes comes after more than 500 repeats.
  assert.equal(randomSettings({ bs: range(1, 300) }, base, 65, 1000).length, 300);
});

test('a space is written as on the command line, and parsed again', () => {
  const texts = {
    lr: '0.001..0.1:log',
    drop: '0..0.5',
    optimizer: 'sgd,adam',
    momentum: '0.8..0.99@optimizer=sgd,sgd_nesterov@schedule=plateau',
  };
  const space = parseSpace(texts);
  assert.deepEqual(spaceTexts(space), texts);
  assert.deepEqual(space.momentum, {
    kind: 'range',
    low: 0.8,
    high: 0.99,
    scale: 'linear',
    where: { optimizer: ['sgd', 'sgd_nesterov'], schedule: ['plateau'] },
  });
});

for (const [texts, message] of [
  [{ lr: '0.1..x' }, 'lr: 0.1..x; must be a range, for example lr=1..10 or lr=1..10:log'],
  [{ lr: '0.1..0.01' }, 'lr: 0.1..0.01; must have low < high'],
  [{ drop: '0..0.5:log' }, 'drop: 0..0.5:log; must be above 0'],
  [{ lr: '-1,1' }, 'lr: -1; must be a number > 0'],
  [{ optimizer: 'sgd,lion' }, 'optimizer: lion; must be one of sgd_nesterov, sgd,'],
  [{ drop: '0..0.5@optimiser=sgd' }, 'drop: @optimiser=sgd; must name another key and its values'],
  [{ drop: '0..0.5@optimizer=lion' }, 'drop@optimizer: lion; must be one of'],
  [{ protocol: 'challenge,paper' }, 'protocol: searched; must have one value, which all trials share'],
  [{ fit: 'training,training+validation' }, 'fit: searched; must have one value'],
] as const) {
  test(`an invalid space is rejected: ${message}`, () => {
    assert.throws(
      () => checkSpace(parseSpace(texts as unknown as Record<string, string>)),
      (error: Error) => error.message.startsWith(message),
    );
  });
}

test('an invalid study is rejected', () => {
  const space: Space = { lr: logRange(1e-3, 1) };
  const refused = (definition: object, message: RegExp) =>
    assert.throws(() => settingsOf(completeDefinition({ name: 's', space, ...definition })), message);
  refused({}, /lr: 0\.001\.\.1:log; must be values such as lr=1,2,3 for searcher=grid; random draws from a range$/);
  refused({ searcher: 'random' }, /trials: missing; give one, for example trials=20/);
  refused({ searcher: 'random', trials: 2, seeds: 3 }, /trials: 2; must be ≥ seeds, 3/);
  refused({ searcher: 'genetic' }, /searcher: genetic; must be one of grid, random, halving/);
  refused({ base: { fit: 'training+validation' } }, /fit: training\+validation; must be training/);
  refused({ base: { n_epochs: 0 } }, /n_epochs: 0; must be an integer ≥ 1 in a study/);
});
