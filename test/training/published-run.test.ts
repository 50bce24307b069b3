import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { copyPublishedRun } from '../../lib/training/published-run';
import { temporaryFolder } from './small';

test('a published run is copied whole, without its description, to its own folder in outputs/ only', () => {
  const [results, outputs] = [temporaryFolder(), temporaryFolder()];
  const files = { 'history.csv': 'h', 'checkpoints/last': 'l', 'checkpoints/epoch_0002/state.json': 's' };
  for (const [file, text] of Object.entries({ ...files, 'README.md': 'r', 'figures/a.png': 'f' })) {
    mkdirSync(dirname(join(results, 'mine', file)), { recursive: true });
    writeFileSync(join(results, 'mine', file), text);
  }
  assert.equal(copyPublishedRun(join(outputs, 'deeper', 'mine'), { results, outputs }), false);
  assert.equal(copyPublishedRun(join(outputs, 'other'), { results, outputs }), false);
  assert.deepEqual(readdirSync(outputs), []);
  assert.equal(copyPublishedRun(join(outputs, 'mine'), { results, outputs }), true);
  const copied = readdirSync(join(outputs, 'mine'), { recursive: true, withFileTypes: true });
  assert.equal(copied.filter((entry) => entry.isFile()).length, 3);
  for (const [file, text] of Object.entries(files))
    assert.equal(readFileSync(join(outputs, 'mine', file), 'utf8'), text);
});
