import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compareRuns, comparisonResults, comparisonTables } from '../../lib/runs/comparison';
import { temporaryFolder } from '../data/tables';
import { exampleRun } from '../evaluation/run';

test('runs are compared on the first one’s report split, and by setting if one has several seeds', (t) => {
  const parent = temporaryFolder(t);
  const example = (name: string, options: object, right: number) => {
    mkdirSync(join(parent, name));
    return exampleRun(join(parent, name), options, right).path;
  };
  const names = [example('a', { seed: 0 }, 14), example('b', { seed: 1 }, 12), example('c', { optimizer: 'adam' }, 2)];
  const comparison = compareRuns(names, { split: 'PublicTest' });
  const { runs, groups, pairs, note, untested } = comparison;
  assert.deepEqual(
    runs.map(({ name, evaluation }) => [name, evaluation.top1]),
    names.map((name, i) => [name, [14, 12, 2][i] / 14]),
  );
  assert.deepEqual(
    groups.map(({ setting, runs }) => [setting, runs.length]),
    [
      ['optimizer=sgd_nesterov', 2],
      ['optimizer=adam', 1],
    ],
  );
  assert.deepEqual([pairs.length, untested, note?.slice(0, 10)], [3, undefined, '† measured']);
  assert.deepEqual(Object.keys(comparisonTables(comparison)), ['runs', 'settings', 'pairs']);
  const { tables = {}, figures = {}, replaces } = comparisonResults(comparison);
  assert.deepEqual(Object.keys(tables), ['runs-PublicTest', 'settings-PublicTest', 'pairs-PublicTest']);
  assert.deepEqual(Object.keys(figures), ['settings-PublicTest']);
  assert.deepEqual(replaces, ['settings-PublicTest', 'pairs-PublicTest']);
  const two = compareRuns([names[0], names[2]], { split: 'PublicTest' });
  assert.deepEqual(Object.keys(comparisonTables(two)), ['runs', 'pairs']);
  assert.deepEqual(comparisonResults(two).figures, {});
  assert.equal(compareRuns(names).split, 'PrivateTest');
  assert.throws(
    () => compareRuns(names, { split: 'Training' }),
    /Training\.json: not found; evaluate the run first: npm run evaluate -- name=\w+ split=Training$/,
  );
});
