import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InputError } from '../../lib/core/errors';
import {
  completeDefinition,
  definitionFromJson,
  definitionToJson,
  levelsOf,
  type StudyDefinition,
  settingsOf,
} from '../../lib/tuning/definition';
import { parseSpace } from '../../lib/tuning/notation';
import { checkSpace, choice, logRange, range, type Space, where } from '../../lib/tuning/space';

const space: Space = {
  lr: logRange(1e-3, 0.1),
  bs: choice(8, 16),
  momentum: where({ optimizer: ['sgd'] }, range(0.5, 0.9)),
};
const grid: Space = { lr: choice(0.1, 0.2, 0.3), bs: choice(8, 16) };
const study = (definition: Partial<StudyDefinition>) => completeDefinition({ name: 's', space, ...definition });

const EDGES = {
  searcher: { takes: ['grid', 'random', 'halving'], refuses: ['bayes'] },
  trials: { takes: [0, 1], refuses: [-1, 0.5] },
  seeds: { takes: [1, 2], refuses: [0] },
  max_epochs: { takes: [0, 1], refuses: [-1] },
  hours: { takes: [0, 0.01], refuses: [-Number.MIN_VALUE, Number.NaN] },
  eta: { takes: [2, 9], refuses: [1, 2.5] },
  min_epochs: { takes: [1, 2], refuses: [0] },
};

for (const [key, { takes, refuses }] of Object.entries(EDGES)) {
  test(`${key} accepts values up to its limits and rejects others by name`, () => {
    const json = definitionToJson(study({}));
    assert.ok(key in json);
    for (const value of takes)
      assert.equal(definitionToJson(definitionFromJson({ ...json, [key]: value }))[key], value);
    for (const value of refuses) {
      assert.throws(
        () => definitionFromJson({ ...json, [key]: value }),
        (error) => error instanceof InputError && error.message.startsWith(`${key}: `),
      );
    }
  });
}

test('a definition has its defaults, and survives a round trip through JSON', () => {
  const complete = study({});
  const { searcher, trials, seeds, max_epochs, hours, eta, min_epochs } = complete;
  assert.deepEqual([searcher, trials, seeds, max_epochs, hours, eta, min_epochs], ['grid', 0, 1, 0, 0, 4, 1]);
  const { save_freq, keep, logger, name } = complete.base;
  assert.deepEqual([save_freq, keep, logger, name], [1, 1, 'csv', 's']);
  assert.deepEqual(definitionFromJson(JSON.parse(JSON.stringify(definitionToJson(complete)))), complete);
});

test('a stored study may use a network that only its notebook knows, a new one may not', () => {
  const json = definitionToJson(study({ space: grid })) as { base: object; space: object };
  const elsewhere = { ...json, base: { ...json.base, network: 'of_a_notebook' } };
  assert.deepEqual(
    [...new Set(settingsOf(definitionFromJson(elsewhere)).map(({ network }) => network))],
    ['of_a_notebook'],
  );
  const searched = { ...json, space: { network: 'vgg,of_a_notebook' } };
  assert.deepEqual(
    settingsOf(definitionFromJson(searched)).map(({ network }) => network),
    ['vgg', 'of_a_notebook'],
  );
  assert.throws(() => study({ base: { network: 'of_a_notebook' } }), /^InputError: network: of_a_notebook; /);
  assert.throws(() => study({ space: { network: choice('of_a_notebook') } }), /^InputError: network: of_a_notebook; /);
});

test('a study with an invalid space is rejected', () => {
  assert.throws(() => study({ space: { drop: choice(2) } }), /^InputError: drop: 2; /);
});

test('trials are settings times seeds', () => {
  const count = (definition: Partial<StudyDefinition>) => settingsOf(study({ space: grid, ...definition })).length;
  assert.equal(count({}), 6);
  assert.equal(count({ trials: 4 }), 4);
  assert.equal(count({ trials: 5, seeds: 2 }), 2);
  assert.equal(count({ trials: 2, seeds: 2 }), 1);
  assert.equal(count({ trials: 1, seeds: 1 }), 1);
  assert.equal(count({ trials: 4, searcher: 'random' }), 4);
  assert.equal(count({ searcher: 'random' }), 6);
  assert.equal(count({ space, trials: 7, searcher: 'halving' }), 7);
  assert.throws(() => count({ trials: 1, seeds: 2 }), /^InputError: trials: 1; /);
  assert.throws(() => count({ space, searcher: 'halving' }), /^InputError: trials: missing; /);
});

test('only halving compares before the last epoch', () => {
  const levels = (definition: Partial<StudyDefinition>) => levelsOf(study({ base: { n_epochs: 16 }, ...definition }));
  assert.deepEqual(levels({ searcher: 'halving' }), [1, 4, 16]);
  assert.deepEqual(levels({ searcher: 'halving', eta: 2, min_epochs: 4 }), [4, 8, 16]);
  assert.deepEqual(levels({ searcher: 'grid' }), [16]);
  assert.deepEqual(levels({ searcher: 'random' }), [16]);
});

test('hyperparameters shared by all trials are not searched', () => {
  const fixed = 'name dataset path limit protocol recipe fit seed n_epochs save_freq keep logger'.split(' ');
  for (const key of fixed) {
    assert.throws(() => checkSpace(parseSpace({ [key]: '1,2' })), new RegExp(`^InputError: ${key}: searched; `));
  }
});

test('ranges increase, logarithmic ones are above 0, and choices and conditions contain valid values', () => {
  for (const good of [{ drop: range(0, 0.1) }, { lr: logRange(1e-9, 1) }, space, {}] as Space[]) checkSpace(good);
  for (const [bad, message] of [
    [{ drop: range(0.1, 0.1) }, /^InputError: drop: 0\.1\.\.0\.1; must have low < high/],
    [{ weight_decay: logRange(0, 1) }, /^InputError: weight_decay: 0\.\.1:log; must be above 0/],
    [{ drop: range(0, 1) }, /^InputError: drop: 1; /],
    [{ drop: range(-1, 0) }, /^InputError: drop: -1; /],
    [{ drop: choice() }, /^InputError: drop: no values; /],
    [{ drop: choice(0, 2) }, /^InputError: drop: 2; /],
    [{ drop: where({ bs: [8, 0] }, choice(0)) }, /^InputError: drop@bs: 0; /],
  ] as [Space, RegExp][]) {
    assert.throws(() => checkSpace(bad), message);
  }
});

test('text is a range only for numeric keys', () => {
  assert.deepEqual(parseSpace({ drop: '0..0.5', path: '../a,b' }), {
    drop: { kind: 'range', low: 0, high: 0.5, scale: 'linear' },
    path: { kind: 'choice', values: ['../a', 'b'] },
  });
  for (const text of ['..1', '0..', '0..1:ln', '0..1:', 'x..1']) {
    assert.throws(() => parseSpace({ drop: text }), /^InputError: drop: .*; must be a range/, text);
  }
  for (const text of ['0@=1', '0@x', '0@nothing=1']) {
    assert.throws(() => parseSpace({ drop: text }), /^InputError: drop: @.*; must name another key/, text);
  }
});
