import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { evaluate } from '../../lib/evaluation/evaluate';
import { ROOT } from '../../lib/files';
import { choice } from '../../lib/tuning/space';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../data/tables';
import { easyData, runner } from '../training/small';

/** A run whose network this process defines and the commands' processes do not know, as one of a notebook. */
const run = runner({ network: 'small', name: 'own', n_epochs: 1, bs: 16 });
const LINE =
  /^error: network: small; must be one of vgg, .*; a network that a notebook defines is known in that notebook only: train, evaluate and export it there$/m;
let folder: string;

before(async () => {
  const result = await run();
  await evaluate(result.folder, { data: easyData() });
  folder = result.folder.path;
});

function command(name: string, ...args: string[]) {
  const program = ['--import', 'tsx', join(ROOT, 'lib', 'cli', `${name}.ts`), ...args];
  return spawnSync(process.execPath, program, { cwd: ROOT, encoding: 'utf8' });
}

for (const name of ['evaluate', 'saliency', 'export', 'train'] as const) {
  test(`${name} says in one line that a notebook defined the network`, () => {
    const more = name === 'train' ? ['restore=last', 'n_epochs=2'] : [];
    const { status, stderr } = command(name, 'name=own', `model_save_dir=${folder}`, ...more);
    assert.equal(status, 2, stderr);
    assert.match(stderr, LINE);
    assert.doesNotMatch(stderr, /damaged/);
  });
}

test('what needs no network works with such a run: figures and compare', (t: TestContext) => {
  const figures = command('figures', 'name=own', `model_save_dir=${folder}`, 'format=svg');
  assert.equal(figures.status, 0, figures.stderr);
  assert.ok(existsSync(join(folder, 'figures', 'learning-curves.svg')));
  const compared = command('compare', folder, 'split=PrivateTest', `folder=${temporaryFolder(t)}`);
  assert.equal(compared.status, 0, compared.stderr);
});

test('a study of such a network is read by every command, and continued in its notebook only', async (t) => {
  const study = temporaryFolder(t);
  const base = { network: 'small', n_epochs: 1, bs: 16 };
  const space = { lr: choice(0.01, 0.05) };
  await tune({ name: 'own_study', space, base }, { data: easyData(), folder: study });
  const status = command('tune', 'status', 'name=own_study', `model_save_dir=${study}`);
  assert.equal(status.status, 0, status.stderr);
  assert.match(status.stdout, /2 trials tried \(2 finished\)/);
  const best = command('tune', 'best', 'name=own_study', `model_save_dir=${study}`);
  assert.match(best.stdout, /in the notebook that defines small/);
  const again = command('tune', 'name=own_study', `model_save_dir=${study}`);
  assert.equal(again.status, 2, again.stderr);
  assert.match(again.stderr, LINE);
});
