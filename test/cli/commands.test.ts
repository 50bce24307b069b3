import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ROOT } from '../../lib/core/files';
import { assertRefused, commandRunner, type Ended, programOf } from './run-command';

const scratch = mkdtempSync(join(tmpdir(), 'fer-cli-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const run = commandRunner();

/** Runs a command in a process of its own, its output going to files; `watch` sees the process. */
async function runAlone(name: string, args: string[], watch: (pid: number, out: string) => void): Promise<Ended> {
  const files = ['out', 'err'].map((kind) => join(scratch, `${name}.${kind}`));
  const handles = files.map((file) => openSync(file, 'w'));
  const child = spawn(process.execPath, [...programOf(name), ...args], { cwd: ROOT, stdio: ['ignore', ...handles] });
  const timer = setInterval(() => watch(child.pid!, readFileSync(files[0], 'utf8')), 100);
  const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  handles.forEach(closeSync);
  const [stdout, stderr] = files.map((file) => readFileSync(file, 'utf8'));
  return { status, stdout, stderr };
}

const csv = (name: string, text: string) => {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
};
const row = (label: number | string, pixels = 2304) => `${label},${Array(pixels).fill(7).join(' ')},Training`;
const HEADER = 'emotion,pixels,Usage';

const REFUSED: Record<string, [args: string[], line: RegExp]> = {
  'a batch of none': [['name=x', 'bs=0'], /^error: bs: 0; must be an integer ≥ 1$/],
  'a rate that is no number': [['name=x', 'lr=fast'], /^error: lr: fast; must be a number > 0$/],
  'an unknown key': [
    ['name=x', 'batchsize=3'],
    /^error: batchsize: 3; must be one of the keys recipe, network, name, /,
  ],
  'a word': [['name=x', 'quickly'], /^error: argument: quickly; must be key=value$/],
  'an unknown network': [['name=x', 'network=resnet'], /^error: network: resnet; must be one of vgg/],
  'no name': [['bs=2'], /^error: name: missing; give one, for example name=my_vgg$/],
  'a name that leaves the folder': [['name=../x'], /^error: name: \.\.\/x; must be 1–100 letters/],
  'a missing file': [['name=x', 'dataset=fer2013', 'path=nowhere.csv'], /^error: .*nowhere\.csv.*; /],
  'a bad label': [['name=x', `path=${csv('label.csv', `${HEADER}\n${row(0)}\n${row(7)}\n`)}`], /label\.csv:3: .*7/],
  'a pixel too few': [['name=x', `path=${csv('few.csv', `${HEADER}\n${row(1, 2303)}\n`)}`], /few\.csv:2: 2303 pixels/],
  'letters for pixels': [['name=x', `path=${csv('abc.csv', `${HEADER}\n0,1 2 x,Training\n`)}`], /abc\.csv:2: /],
  'a line cut short': [
    ['name=x', `path=${csv('cut.csv', `${HEADER}\n${row(1)}\n${row(2).slice(0, 99)}`)}`],
    /cut\.csv:3: /,
  ],
  'no header': [['name=x', `path=${csv('bare.csv', `${row(1)}\n`)}`], /bare\.csv:1: /],
  'an empty file': [['name=x', `path=${csv('empty.csv', '')}`], /empty\.csv: .*empty|empty\.csv:1: /],
};

for (const [what, [args, line]] of Object.entries(REFUSED)) {
  test(`train rejects ${what} with one line and status 2`, async () => {
    const folder = join(scratch, 'refused');
    assertRefused(await run('train', ...args, `model_save_dir=${folder}`), line);
    assert.ok(!existsSync(folder), 'nothing is left behind');
  });
}

test('train stops at SIGINT with a checkpoint and resumes, and evaluate evaluates the run', async () => {
  const folder = join(scratch, 'run');
  const small = ['dataset=faces', 'network=narrow_vgg', 'bs=4', 'lr=0.001', 'limit=16', 'n_epochs=2'];
  const args = ['name=cli', ...small, `model_save_dir=${folder}`];
  let sent = false;
  const stopped = await runAlone('train', args, (pid, out) => {
    if (!sent && /^epoch 1 /m.test(out)) sent = process.kill(pid, 'SIGINT');
  });
  assert.equal(stopped.status, 130, stopped.stderr);
  assert.match(
    stopped.stdout,
    /stopped with a checkpoint; npm run train -- name=cli model_save_dir=\S+ restore=last resumes it/,
  );

  assert.equal((await run('train', ...args)).status, 2, 'a run is not trained over');
  const resumed = await run('train', 'name=cli', `model_save_dir=${folder}`, 'restore=last');
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.equal(resumed.stderr, '');
  for (const file of ['history.csv', 'evaluation/PublicTest.json', 'figures/learning-curves.pdf']) {
    assert.ok(existsSync(join(folder, file)), file);
  }

  const evaluated = await run('evaluate', 'name=cli', `model_save_dir=${folder}`, 'split=PrivateTest', 'views=flip');
  assert.equal(evaluated.status, 0, evaluated.stderr);
  assert.match(
    evaluated.stdout,
    /PrivateTest, n = 16 \(the run's limit=16\), flip crops, weights of epoch [12]\ntop-1 [\d.]+ % \([\d.]+–[\d.]+\) {2}top-2/,
  );
  const evaluation = JSON.parse(readFileSync(join(folder, 'evaluation', 'PrivateTest.json'), 'utf8'));
  assert.equal(evaluation.selected_on, 'PublicTest');

  const unknown = await run('evaluate', 'name=cli', `model_save_dir=${folder}`, 'split=Test');
  assert.equal(unknown.status, 2);
  assert.match(unknown.stderr, /^error: split: Test; must be one of Training, PublicTest, PrivateTest, all\n$/);
});
