import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeTogether } from '../../lib/core/changes';
import { hyperparameters } from '../../lib/training/hyperparameters';
import { resumedSettings } from '../../lib/training/resumed-settings';
import { settingsContent } from '../../lib/training/run-folder';
import { temporaryFolder } from './small';

test('a resumed run has its own settings, except for those that are given', () => {
  const folder = temporaryFolder();
  const before = hyperparameters({ name: 'x', lr: 0.03, n_epochs: 3, recipe: 'fast' });
  changeTogether(folder, { write: settingsContent(before, { data: {} }) });
  assert.deepEqual(resumedSettings({ name: 'x' }, folder), before);
  assert.deepEqual(resumedSettings({ name: 'x', n_epochs: 9 }, folder), { ...before, n_epochs: 9 });
  assert.throws(() => resumedSettings({ name: 'x', n_epochs: -1 }, folder), /^InputError: n_epochs: -1; /);
  assert.throws(() => resumedSettings({ name: 'x' }, temporaryFolder()), /^InputError: name: .* must contain a run/);
});
