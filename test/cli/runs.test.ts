import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../data/tables';
import { exampleRun } from '../evaluation/run';
import { assertRefused, commandRunner } from './run-command';

const runCommand = commandRunner();

/** A run with this seed and this number of correct images of 14. */
function example(parent: string, name: string, seed: number, right: number): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  return exampleRun(folder, { seed, ...(name.startsWith('adam') ? { optimizer: 'adam' } : {}) }, right).path;
}

async function refused(t: TestContext, name: string, args: readonly string[], line: RegExp): Promise<void> {
  const ended = await runCommand(name, ...args);
  assertRefused(ended, line);
  t.diagnostic(ended.stderr.trimEnd());
}

test('compare writes a table of runs, of settings over seeds, and of all pairs', async (t) => {
  const parent = temporaryFolder(t);
  const runs = [example(parent, 'sgd0', 0, 14), example(parent, 'sgd1', 1, 12), example(parent, 'adam', 0, 2)];
  const folder = join(parent, 'tables');
  const { status, stdout, stderr } = await runCommand('compare', ...runs, 'split=PublicTest', `folder=${folder}`);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /100\.00 %† \(78\.\d\d–100\.00\)/);
  assert.match(stdout, /^† measured on the split that selected the weights/m);
  assert.match(stdout, /sgd0 and \S+sgd1 do not differ significantly/);
  assert.doesNotMatch(stdout, /adam do not differ significantly/);
  const settings = readFileSync(join(folder, 'settings-PublicTest.csv'), 'utf8').split('\n');
  assert.equal(settings[1], 'optimizer=sgd_nesterov,2,92.86 ± 10.10†,92.62 ± 10.44†');
  assert.match(readFileSync(join(folder, 'pairs-PublicTest.tex'), 'utf8'), /not significant \\\\/);
  assert.ok(existsSync(join(folder, 'settings-PublicTest.pdf')));
});

test('compare rejects a run that is missing, given twice, or not evaluated', async (t) => {
  const run = example(temporaryFolder(t), 'sgd', 0, 3);
  await refused(t, 'compare', [], /^error: runs: missing; give one, for example npm run compare -- my_vgg other_vgg$/m);
  await refused(t, 'compare', ['no-such-run'], /^error: name: .*no-such-run; must contain a run/);
  await refused(t, 'compare', [run, run], /^error: runs: .*sgd,.*sgd; must name each run once$/m);
  await refused(t, 'compare', [run, 'split=Training'], /^error: .*Training\.json: not found; evaluate the run/);
});

test('figures redraws a run in other formats and sizes', async (t) => {
  const run = example(temporaryFolder(t), 'sgd', 0, 3);
  const args = ['name=example', `model_save_dir=${run}`, 'split=PublicTest', 'width=2', 'titles=no'];
  const { status, stdout, stderr } = await runCommand('figures', ...args, 'format=svg');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /figures\/learning-curves\.svg$/m);
  const svg = readFileSync(join(run, 'figures', 'confusion-PublicTest.svg'), 'utf8');
  assert.match(svg, /width="192"/);
  assert.doesNotMatch(svg, /n = 14/);
  assert.ok(!existsSync(join(run, 'figures', 'confusion-PublicTest.pdf')));
  await refused(t, 'figures', [...args, 'format=svg,gif'], /^error: format: svg,gif; must be some of pdf,svg,png$/m);
  await refused(
    t,
    'figures',
    ['name=example', 'width=wide'],
    /^error: width: wide; must be column, page or 0\.5–40 inches$/m,
  );
});
