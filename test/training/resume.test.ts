import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { startOf } from '../../lib/training/resume';
import { readSettings } from '../../lib/training/run-folder';
import { grayRun, grays } from '../evaluation/gray';
import { temporaryFolder } from './small';

test('a run resumes with the images and classes that it started with only', () => {
  const data = grays([0, 0, 0, 1, 2]);
  const folder = grayRun(join(temporaryFolder(), 'run'), data);
  const { options } = readSettings(folder);
  const start = (of = data, restore: 'last' | 1 = 'last') =>
    startOf(options, { sources: {}, network: undefined }, folder, of, { restore });
  assert.equal(start().resumed?.checkpoint, 'last');
  assert.equal(start().renames, undefined);
  assert.equal(start(data, 1).renames, 'resumes from epoch 1; the existing run');
  const message = 'dataset: gray; must contain the images that the run started with';
  const other = { ...data, images: data.images.map((gray) => 255 - gray) };
  const reordered = { ...data, classes: [...data.classes].reverse() };
  for (const changed of [other, reordered]) assert.throws(() => start(changed), { name: 'InputError', message });
});
