import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { isFunction, Kind, records } from '../../lib/core/kind';
import { properPath } from '../../lib/core/source-file';
import { augmentations } from '../../lib/data/augment/augmentations';
import { datasetSources } from '../../lib/data/dataset-sources';
import { figureKinds } from '../../lib/figures/evaluation-figures';
import { networks } from '../../lib/models/registry';
import { methods } from '../../lib/saliency/methods';
import { losses } from '../../lib/training/losses';
import { optimizers } from '../../lib/training/optimizers';
import { schedules } from '../../lib/training/schedules';
import { selectionMetrics } from '../../lib/training/selection-metrics';
import { nearest } from '../../scripts/system/nearest.cjs';
import { temporaryFolder } from '../data/tables';
import { documented } from './own-files';

type Rule = (x: number) => number;
const OURS = { double: (x: number) => 2 * x, halve: (x: number) => x / 2 };
const ruleKind = () =>
  new Kind<Rule, keyof typeof OURS>({
    key: 'rule',
    ours: records<Rule, keyof typeof OURS>(OURS),
    is: isFunction<Rule>,
    what: 'a function of a number',
    aliases: { twice: 'double' },
  });

test('a kind resolves its names, aliases and definitions', () => {
  const rules = ruleKind();
  rules.define('add.one', (x) => x + 1);
  assert.deepEqual(rules.names(), ['double', 'halve', 'twice', 'add.one']);
  assert.deepEqual(
    ['double', 'twice', 'halve', 'add.one'].map((name) => rules.get(name)(10)),
    [20, 20, 5, 11],
  );
  assert.equal(rules.properName('twice'), 'double');
  assert.deepEqual(
    ['twice', 'add.one', './rule.ts', 'triple'].map((name) => rules.origin(name)),
    ['project', 'process', 'file', undefined],
  );
});

test('a definition survives a hot reload, and a second one replaces it', () => {
  ruleKind().define('square', (x) => x * x);
  const reloaded = ruleKind();
  assert.equal(reloaded.get('square')(3), 9);
  reloaded.define('square', (x) => x ** 2 + 1);
  assert.equal(ruleKind().get('square')(3), 10);
});

test('an unknown name is rejected with all names and the nearest one', () => {
  assert.throws(() => ruleKind().get('duoble'), {
    name: 'InputError',
    message:
      /^rule: duoble; must be one of double, halve, twice.*, or a file such as \.\/my_rule\.ts; did you mean double\?$/,
  });
  assert.doesNotMatch(ruleKind().check('something') ?? '', /did you mean/);
  for (const inherited of ['constructor', 'toString', '__proto__']) assert.ok(ruleKind().check(inherited), inherited);
  for (const none of [undefined, 3, null]) assert.ok(ruleKind().check(none));
});

test('an invalid definition is reported in one line', () => {
  const rules = ruleKind();
  const refused = (name: string, value: unknown, message: RegExp) =>
    assert.throws(() => rules.define(name, value as Rule), { name: 'InputError', message });
  refused('double', Math.abs, /^rule: double; is built in: choose another name$/);
  refused('twice', Math.abs, /^rule: twice; is built in/);
  refused('a b', Math.abs, /^rule: a b; must be a name of letters/);
  refused('mine.ts', Math.abs, /^rule: mine\.ts; must be a name of letters/);
  refused('mine', 3, /^rule: mine; must be a function of a number$/);
});

test('the nearest name is at most two edits away, of a short name one; a swap is one edit', () => {
  assert.equal(nearest('adma', ['sgd', 'adam', 'adamw']), 'adam');
  assert.equal(nearest('SGD', ['sgd', 'adam']), 'sgd');
  assert.equal(nearest('ls', ['lion', 'sgd']), undefined);
  assert.equal(nearest('each', ['path', 'eachs']), 'eachs');
  assert.equal(nearest('each', ['path']), undefined);
  assert.equal(nearest('schedul', ['sample', 'schedule']), 'schedule');
  assert.equal(nearest('x', []), undefined);
});

test('a file is loaded by its path, and again after it or one of its imports was edited', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'rule.ts');
  writeFileSync(join(folder, 'step.ts'), 'export const step: number = 1;');
  writeFileSync(file, "import { step } from './step';\nexport default (x: number): number => x + step;");
  const rules = ruleKind();
  assert.equal(rules.get(file)(10), 11);
  assert.equal(rules.get(file), rules.get(file), 'loaded once');
  const before = rules.filesOf(file);
  assert.deepEqual(Object.keys(before), [file, join(folder, 'step.ts')]);
  writeFileSync(join(folder, 'step.ts'), 'export const step: number = 2;');
  assert.equal(rules.get(file)(10), 12);
  const after = rules.filesOf(file);
  assert.equal(after[file], before[file]);
  assert.notEqual(after[join(folder, 'step.ts')], before[join(folder, 'step.ts')]);
});

test('a file has one canonical name: its path relative to the project’s root', () => {
  for (const path of ['mine/net.ts', './mine/net.ts', join(ROOT, 'mine', 'net.ts'), './lib/../mine/net.ts'])
    assert.equal(properPath(path), './mine/net.ts');
  assert.equal(networks.properName('net.ts'), './net.ts');
  assert.equal(properPath('../elsewhere/net.ts'), join(ROOT, '..', 'elsewhere', 'net.ts'));
});

test('a file that is missing, fails or has another export is rejected with the reason', (t) => {
  const folder = temporaryFolder(t);
  const refused = (name: string, content: string | undefined, message: RegExp) => {
    const file = join(folder, name);
    if (content !== undefined) writeFileSync(file, content);
    assert.throws(
      () => ruleKind().get(file),
      (error: Error) => {
        assert.equal(error.name, 'InputError');
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
  };
  refused('none.ts', undefined, /^rule: \S+none\.ts; must be a file; there is none$/);
  refused('broken.ts', 'export default (x: number => x', /^rule: \S+broken\.ts; must load: .*broken\.ts:1:/);
  refused('throws.ts', "\nthrow new Error('no luck\\nat all');", /; must load: no luck \(line 2\)$/);
  refused('needs.ts', "import './nowhere';", /; must load: Cannot find module '\.\/nowhere'/);
  refused('other.ts', 'export default 3;', /; must export a function of a number as its default$/);
  refused('empty.ts', '', /; must export a function of a number as its default$/);
  refused('comment.ts', '// later\n', /; must export a function of a number as its default$/);
  refused('named.ts', 'export const rule = (x: number) => x;', /; must export a function of a number as its default$/);
  mkdirSync(join(folder, 'folder'));
  refused('folder', undefined, /; must be a file; there is none$/);
});

test('each example of docs/your-own.md is a valid member of its kind', (t) => {
  const folder = temporaryFolder(t);
  const kinds = {
    network: networks,
    optimizer: optimizers,
    schedule: schedules,
    loss: losses,
    select_on: selectionMetrics,
    augment: augmentations,
  };
  const all = { ...kinds, method: methods, figure: figureKinds, data: datasetSources };
  const examples = documented();
  assert.deepEqual(
    Object.keys(examples),
    Object.keys(all).map((key) => `${key}.ts`),
  );
  for (const [key, kind] of Object.entries(all)) {
    const file = join(folder, `${key}.ts`);
    writeFileSync(file, examples[`${key}.ts`]);
    assert.ok(kind.get(file), key);
  }
});

test('every kind rejects values of other types', (t) => {
  const file = join(temporaryFolder(t), 'number.ts');
  writeFileSync(file, 'export default { label: 3, area: [1] };');
  for (const kind of [networks, optimizers, schedules, losses, selectionMetrics, augmentations, methods, figureKinds]) {
    assert.throws(() => kind.get(file), /InputError: \w+: \S+number\.ts; must export .* as its default$/);
  }
});
