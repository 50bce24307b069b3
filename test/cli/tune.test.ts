import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../training/small';
import { easyFile, KNOWS_SMALL } from '../tuning/small-study';
import { commandRunner } from './run-command';

const folder = temporaryFolder();

const runCommand = commandRunner({ node: KNOWS_SMALL });
const tune = (...args: readonly string[]) => runCommand('tune', ...args);

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

test('invalid arguments are rejected in one line, and nothing is left behind', async () => {
  for (const [args, line] of REFUSED) {
    const { status, stderr } = await tune(...args, `model_save_dir=${join(folder, 'refused')}`);
    assert.equal(status, 2, stderr);
    // The test's network loads TensorFlow, which prints before it.
    assert.match(stderr.trimEnd().split('\n').at(-1)!, line);
  }
  assert.ok(!existsSync(join(folder, 'refused')));
});

test('a study runs, prints its status and best setting, and more values extend it', async () => {
  const study = ['name=cli', `model_save_dir=${join(folder, 'study')}`];
  const first = ['lr=0.01,0.05', 'network=small', 'dataset=fer2013', `path=${easyFile()}`, 'n_epochs=1', 'bs=16'];
  const ran = await tune(...study, ...first);
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /^trial 1 finished at 1 of 1 epochs: [\d.]+ % {2}lr=0.01$/m);
  assert.match(ran.stdout, /^2 trials tried \(2 finished\), compared on PublicTest$/m);

  const more = await tune(...study, 'lr=0.01,0.05,0.02');
  assert.doesNotMatch(more.stdout, /^trial [12] /m);
  assert.match(more.stdout, /^trial 3 finished .* lr=0.02$/m);

  const status = (await tune(...study, 'status')).stdout;
  assert.match(status, /^grid over lr=0.01,0.05,0.02: 1 epochs a trial, 1 seed$/m);
  assert.match(status, /^3 trials tried \(3 finished\), compared on PublicTest$/m);
  const best = (await tune(...study, 'best')).stdout;
  assert.match(best, /^best: [\d.]+ %† on PublicTest, trial \d: lr=/m);
  assert.match(best, /^† the best of 3 trials on the split that compared them/m);
  assert.match(best, /^ {2}npm run evaluate -- name=cli_best split=PrivateTest$/m);
});
