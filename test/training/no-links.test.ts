import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';
import { KNOWS_SMALL } from '../tuning/small-study';
import { temporaryFolder } from './small';

test('a training needs neither hard links nor synchronisation of folders', () => {
  const folder = join(temporaryFolder(), 'run');
  const imports = ['--require', join(__dirname, 'no-links.cjs'), ...TYPESCRIPT, ...KNOWS_SMALL];
  const keys = ['name=links', 'network=small', 'dataset=faces', 'limit=16', 'bs=16', 'n_epochs=1'];
  const command = [...imports, join(ROOT, 'lib', 'cli', 'train.ts'), ...keys, `model_save_dir=${folder}`];
  const { status, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.ok(existsSync(join(folder, 'checkpoints', 'best')));
});
