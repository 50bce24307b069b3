import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { TYPESCRIPT } from '../../scripts/system/typescript.cjs';
import { temporaryFolder } from '../training/small';
import { easyFile, KNOWS_SMALL } from '../tuning/small-study';

const folder = temporaryFolder();

function tune(...args: readonly string[]) {
  const command = [...TYPESCRIPT, ...KNOWS_SMALL, join(ROOT, 'lib', 'cli', 'tune.ts'), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
}

const REFUSED: readonly (readonly [args: readonly string[], line: RegExp])[] = [
  [['lr=0.1,0.2'], /^error: name: missing; give one, for example name=my_study$/],
  [['name=x', 'lr=0.1'], /^error: name: x; must search something: give a key several values/],
  [['name=x', 'lr=0.1..1', 'searcher=random'], /^error: trials: missing; give one, for example trials=20/],
  [['name=x', 'lr=0.1,0.2', 'partition=gpu'], /^error: partition: gpu; needs executor=slurm$/],
  [['name=x', 'lr=0.1,0.2', 'executor=local', 'workers=0'], /^error: workers: 0; must be an integer ≥ 1$/],
  [['name=x', 'status'], /^error: name: .*; must contain a study; npm run tune starts one$/],
  [['name=x', 'stats'], /^error: action: stats; must be one of run, status, best, export$/],
  [['name=x', 'lr=0.1,0.2', 'epochs=3'], /^error: epochs: 3; unknown key; did you mean n_epochs\?$/],
];

test('invalid arguments are rejected in one line, and nothing is left behind', () => {
  for (const [args, line] of REFUSED) {
    const { status, err } = tune(...args, `model_save_dir=${join(folder, 'refused')}`);
    assert.equal(status, 2, err);
    // The test's network loads TensorFlow, which prints before it.
    assert.match(err.trimEnd().split('\n').at(-1)!, line);
  }
  assert.ok(!existsSync(join(folder, 'refused')));
});

test('a study runs, prints its status and best setting, and more values extend it', () => {
  const study = ['name=cli', `model_save_dir=${join(folder, 'study')}`];
  const first = ['lr=0.01,0.05', 'network=small', 'dataset=fer2013', `path=${easyFile()}`, 'n_epochs=1', 'bs=16'];
  const ran = tune(...study, ...first);
  assert.equal(ran.status, 0, ran.err);
  assert.match(ran.out, /^trial 1 finished at 1 of 1 epochs: [\d.]+ % {2}lr=0.01$/m);
  assert.match(ran.out, /^2 trials tried \(2 finished\), compared on PublicTest$/m);

  const more = tune(...study, 'lr=0.01,0.05,0.02');
  assert.doesNotMatch(more.out, /^trial [12] /m);
  assert.match(more.out, /^trial 3 finished .* lr=0.02$/m);

  const status = tune(...study, 'status').out;
  assert.match(status, /^grid over lr=0.01,0.05,0.02: 1 epochs a trial, 1 seed$/m);
  assert.match(status, /^3 trials tried \(3 finished\), compared on PublicTest$/m);
  const best = tune(...study, 'best').out;
  assert.match(best, /^best: [\d.]+ %† on PublicTest, trial \d: lr=/m);
  assert.match(best, /^† the best of 3 trials on the split that compared them/m);
  assert.match(best, /^ {2}npm run evaluate -- name=cli_best split=PrivateTest$/m);
});
