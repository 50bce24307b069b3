import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { changeTogether } from '../../lib/core/changes';
import { ROOT } from '../../lib/core/files';
import { classifierFolder, classifierName } from '../../lib/evaluation/classifiers/classifier-folder';
import { recordContent, UNKNOWN } from '../../lib/evaluation/classifiers/classifier-record';
import {
  type ClassifierSettings,
  classifierSettings,
  memberFolders,
} from '../../lib/evaluation/classifiers/classifier-settings';
import { crossFolder } from '../../lib/evaluation/cross/cross-folder';
import { crossLines } from '../../lib/evaluation/cross/describe-cross';
import { isOwnData } from '../../lib/evaluation/cross/own-data';
import { trainedShape } from '../../lib/evaluation/cross/trained-shape';
import { groupsOfEquals } from '../../lib/evaluation/groups-of-equals';
import type { Pair } from '../../lib/evaluation/pairs';
import { runFolder } from '../../lib/training/run-folder';
import { temporaryFolder } from '../data/tables';
import { grayRun, grays } from './gray';

const place = { dataset: 'faces', path: '', seed: 0 };

test('a classifier is in outputs/ by its name, at its path, in a given folder, or an ensemble', () => {
  const [plain, path, given, both] = [
    classifierFolder('a'),
    classifierFolder('runs/a'),
    classifierFolder('runs/a', '/elsewhere'),
    classifierFolder('x/a,b'),
  ];
  assert.deepEqual([plain.path, plain.members], [join(ROOT, 'outputs', 'a'), undefined]);
  assert.deepEqual([path.path, path.evaluation], [join(ROOT, 'runs/a'), join(ROOT, 'runs/a/evaluation')]);
  assert.equal(given.path, '/elsewhere');
  assert.deepEqual([both.path, both.members], [join(ROOT, 'outputs', 'a+b'), ['x/a', 'b']]);
  assert.throws(() => classifierFolder('x/a,y/a'), { message: 'name: a; must be in the ensemble once' });
  assert.equal(classifierName.check('a,b'), undefined);
  assert.equal(classifierName.check('x/a+b'), undefined);
  assert.match(classifierName.check('a,.b')!, /^must be 1–100 letters/);
  assert.equal(classifierName.check(3), 'must be text');
});

test('an ensemble’s members are those that are given, or recorded', (t) => {
  const parent = temporaryFolder(t);
  const folder = runFolder('both', join(parent, 'both'));
  const paths = ['a', 'b'].map((name) => join(parent, name));
  changeTogether(folder.path, {
    write: recordContent({ kind: 'ensemble', name: 'both', data: place, members: paths }),
  });
  const pathsOf = (members: ReturnType<typeof memberFolders>) => members.map(({ path }) => path);
  assert.deepEqual(pathsOf(memberFolders(folder)), paths);
  assert.deepEqual(pathsOf(memberFolders({ ...folder, members: [paths[1]] })), [paths[1]]);
  assert.deepEqual(pathsOf(memberFolders(runFolder('a', paths[0]))), [paths[0]]);
});

test('imported predictions report a split that did not select them', (t) => {
  const reported = (selected_on: 'PrivateTest' | 'PublicTest' | 'unknown', ...splits: string[]) => {
    const folder = runFolder('p', join(temporaryFolder(t), 'p'));
    const imports = Object.fromEntries(splits.map((split) => [split, {}]));
    const facts = { ...UNKNOWN, selected_on };
    changeTogether(folder.path, {
      write: recordContent({ kind: 'predictions', name: 'p', data: place, facts, imports }),
    });
    return classifierSettings(folder).reported;
  };
  assert.equal(reported('unknown', 'PublicTest', 'PrivateTest'), 'PrivateTest');
  assert.equal(reported('PrivateTest', 'PublicTest', 'PrivateTest'), 'PublicTest');
  assert.equal(reported('PrivateTest', 'PrivateTest'), 'PrivateTest');
  assert.equal(reported('unknown', 'Training'), 'Training');
  assert.equal(reported('unknown'), 'PrivateTest');
});

test('members of an ensemble take the same images and know the same classes', (t) => {
  const parent = temporaryFolder(t);
  const run = (name: string, data: object) =>
    grayRun(join(parent, name), grays([0, 1, 2]), {}, { data: { name, ...data } }).path;
  const shape = (...members: string[]) => trainedShape(classifierFolder(members.join(',')));
  const [a, b] = [run('a', {}), run('b', {})];
  assert.deepEqual([shape(a, b).name, shape(a, b).size, shape(a).name], ['a, b', 48, 'a']);
  for (const other of [run('large', { size: 96 }), run('few', { classes: ['x', 'y'] })])
    assert.throws(() => shape(a, other), {
      message: `name: ${other}; must have the classes and image size of the first`,
    });
});

test('a folder of images is a classifier’s own data by its path, whatever its name', () => {
  const settings = { data: { dataset: './mine/pictures', path: '' }, run: undefined } as ClassifierSettings;
  assert.ok(isOwnData(settings, 'mine/pictures'));
  assert.ok(!isOwnData(settings, 'yours/pictures'));
  const { evaluation } = crossFolder(runFolder('a', '/a'), '.x/y');
  assert.equal(evaluation, '/a/evaluation/_x_y');
});

test('an evaluation on other data says what it leaves out and lacks, and only that', () => {
  const cross = {
    ...{ dataset: 'b', trained_on: 'a', left_out: {}, absent: [], named: {}, shared: ['x', 'y'] },
    ...{ among_shared: undefined },
  };
  const lines = (facts: object) => crossLines({ cross: { ...cross, ...facts }, split: 'all', selected_on: null });
  assert.deepEqual(lines({}), ['left out: no images; b has all classes of the network']);
  assert.deepEqual(lines({ left_out: { z: 1200 }, absent: ['x'], named: { y: 'why' } }), [
    'left out: 1,200 of z, which the network does not know; b has no x, so predictions of it are wrong',
    'synonyms: why is y',
  ]);
});

/** Pairs of which those named are significant, as `ac`. */
function pairs(names: readonly string[], significant: readonly string[]): Pair[] {
  const all = names.flatMap((a, i) => names.slice(i + 1).map((b) => ({ a, b })));
  const test = { difference: 1, onlyA: 1, onlyB: 0, exact: 1, midP: 1, adjusted: 1 };
  return all.map(({ a, b }) => ({ a, b, ...test, significant: significant.includes(a + b) }));
}

test('equals share letters, from the best to the worst, and after z comes a2', () => {
  const letters = (names: string, significant: string[]) => groupsOfEquals([...names], pairs([...names], significant));
  assert.deepEqual(letters('wxyz', ['wy', 'wz', 'xz']), ['a', 'ab', 'bc', 'c']);
  assert.deepEqual(letters('xyz', ['xy', 'yz']), ['a', 'b', 'a']);
  assert.deepEqual(letters('xyz', ['yz']), ['ab', 'a', 'b']);
  const many = Array.from({ length: 28 }, (_, i) => `${i},`);
  const found = groupsOfEquals(
    many,
    pairs(
      many,
      pairs(many, []).map(({ a, b }) => a + b),
    ),
  );
  assert.deepEqual([found[0], found[25], found[26], found[27]], ['a', 'z', 'a2', 'b2']);
});
