import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usage } from '../../lib/cli/usage';
import { documented, helpOf } from '../../lib/core/help';
import { choice, complete, flag, integer, type Key, list, number, optional, text } from '../../lib/core/keys';
import { hyperparameters, KEYS } from '../../lib/training/hyperparameters';
import { STUDY_KEYS } from '../../lib/tuning/definition';

const accepted = (key: Key<unknown>, given: string) => {
  const value = key.parse(given);
  return key.check(value) ?? value;
};

test('keys parse text and report invalid values', () => {
  assert.equal(accepted(integer(1, 0, 9), '7'), 7);
  assert.equal(accepted(integer(1, 0, 9), '10'), 'must be an integer in [0, 9]');
  assert.equal(accepted(integer(1, 0), '1.5'), 'must be an integer ≥ 0');
  assert.equal(accepted(integer(1, 0), ''), 'must be an integer ≥ 0');
  assert.equal(
    accepted(
      number(1, '> 0', (x) => x > 0),
      '1e-3',
    ),
    1e-3,
  );
  assert.equal(
    accepted(
      number(1, '> 0', (x) => x > 0),
      'Infinity',
    ),
    'must be a number > 0',
  );
  assert.equal(accepted(choice(['a', 'b'], 'a'), 'c'), 'must be one of a, b');
  assert.deepEqual(accepted(list(['a', 'b'], ['a']), 'b,a'), ['b', 'a']);
  assert.equal(accepted(list(['a', 'b'], ['a']), 'a,a'), 'must name each once');
  assert.equal(accepted(flag(true), 'no'), false);
  assert.equal(accepted(flag(true), 'maybe'), 'must be one of yes, no');
});

test('defaults are filled in, optional keys stay undefined, and required keys must be given', () => {
  const keys = {
    bs: integer(64, 1),
    out: optional(text(undefined, 'path'), 'none'),
    name: { ...text(undefined, 'x'), example: 'a' },
  };
  assert.deepEqual(complete(keys, { name: 'run' }), { bs: 64, name: 'run' });
  assert.deepEqual(complete(keys, { name: 'run', bs: 1, out: 'x' }), { bs: 1, out: 'x', name: 'run' });
  assert.throws(() => complete(keys, {}), /^InputError: name: missing; give one, for example name=a$/);
  assert.throws(() => complete(keys, { name: 'run', bs: 0 }), /^InputError: bs: 0; must be an integer ≥ 1$/);
});

test('an unknown hyperparameter is an error that suggests the right one', () => {
  const given = { name: 'x', label_smooting: 0.1 };
  assert.throws(() => hyperparameters(given), /label_smooting: 0\.1; unknown key; did you mean label_smoothing\?/);
});

test('every key of a training and of a study has a help text', () => {
  for (const [name, key] of Object.entries({ ...KEYS, ...STUDY_KEYS })) {
    assert.match(helpOf(name, key), /^[A-Z].{10,130}[^.]$/, name);
  }
});

test('help lists keys with their comments, values and defaults', () => {
  const keys = documented(__filename, {
    /** Images per
     *  step. */
    bs: integer(64, 1),
    name: text(undefined, 'any text'),
  });
  const shown = usage({ name: 'train', summary: 'Trains.', keys, examples: ['name=x'] });
  assert.equal(
    shown,
    [
      'usage: npm run train -- [key=value …]',
      '',
      'Trains.',
      '',
      '  bs    Images per step. [integer ≥ 1; default: 64]',
      '  name  [any text; required]',
      '',
      'examples:',
      '  npm run train -- name=x',
    ].join('\n'),
  );
});
