import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { load } from '../../lib/data/load-dataset';
import { train } from '../../lib/training/trainer';
import { writeOwnFiles } from '../core/own-files';
import '../training/small';
import { assertRefused, commandRunner } from './run-command';

const scratch = mkdtempSync(join(tmpdir(), 'fer-own-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const own = writeOwnFiles(join(scratch, 'mine'));
const folder = join(scratch, 'run');
const named = ['name=own', `model_save_dir=${folder}`];
const small = ['dataset=faces', 'limit=14', 'bs=7'];

const run = commandRunner();

async function succeeds(name: string, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(name, ...args);
  assert.equal(status, 0, stderr);
  return stdout;
}

async function refused(line: RegExp, name: string, ...args: string[]): Promise<void> {
  assertRefused(await run(name, ...args), line);
}

const settings = () => JSON.parse(readFileSync(join(folder, 'hyperparameters.json'), 'utf8'));

test('one of each kind from a file is trained, evaluated, explained and exported', async () => {
  const kinds = ['network', 'optimizer', 'schedule', 'loss', 'augment'] as const;
  const keys = kinds.map((kind) => `${kind}=${own[`${kind}.ts`]}`);
  const trained = await succeeds('train', ...named, ...small, ...keys, 'n_epochs=2', 'lr=0.001');
  assert.match(trained, /^epoch 2 .* rate 0\.0005 /m, 'the schedule halves the rate');
  assert.doesNotMatch(trained, /eager|captur/, 'the step is captured');
  assert.deepEqual(
    kinds.map((kind) => settings()[kind]),
    kinds.map((kind) => own[`${kind}.ts`]),
  );
  assert.deepEqual(Object.keys(settings().sources), kinds);
  assert.deepEqual(Object.keys(settings().sources.network), [own['network.ts'], own['size.ts']]);
  assert.match(await succeeds('evaluate', ...named, 'views=center'), /^top-1 /m);
  const explained = await succeeds(
    'saliency',
    ...named,
    `method=${own['method.ts']}`,
    'exponent=3',
    'images=1',
    'masks=8',
  );
  assert.match(explained, /^Gradient to a power /m, 'it is checked beside the others');
  const panels = readFileSync(join(folder, 'figures', 'saliency-panels-PrivateTest.svg'), 'utf8');
  assert.match(panels, /PrivateTest: Gradient to a power/);
  const compared = readFileSync(join(folder, 'figures', 'saliency-randomisation-PrivateTest.svg'), 'utf8');
  assert.match(compared, /Gradient to a power/, 'one pass an image: it is in the randomisation check');
  const figure = `figure=${own['figure.ts']}`;
  const drawn = (await succeeds('figures', ...named, figure, 'format=svg')).trim().split('\n');
  assert.deepEqual(
    drawn.map((file) => basename(file)),
    ['figure-PublicTest.svg', 'figure-PrivateTest.svg'],
  );
  assert.match(readFileSync(join(folder, 'figures', 'figure-PrivateTest.svg'), 'utf8'), />predictions</);
  await succeeds('export', ...named, 'format=safetensors,onnx');
  assert.match(readFileSync(join(folder, 'export', 'README.md'), 'utf8'), /network\.ts/);
  assert.match(await succeeds('report', ...named), /\.html$/m);
});

test('a method’s options are checked, and options of other methods are unknown keys', async () => {
  const method = `method=${own['method.ts']}`;
  await refused(/^error: exponent: -1; must be a number > 0$/, 'saliency', ...named, method, 'exponent=-1');
  await refused(/^error: window: 4; must be one of the keys .*\bexponent\b/, 'saliency', ...named, method, 'window=4');
});

test('a run whose network another process defined is evaluated and resumed by its description', async () => {
  const place = join(scratch, 'notebook');
  const data = await load({ dataset: 'faces' });
  await train(
    { name: 'notebook', network: 'small', dataset: 'faces', limit: 14, bs: 7, n_epochs: 1 },
    { data, model_save_dir: place },
  );
  const args = ['name=notebook', `model_save_dir=${place}`];
  await refused(/^error: network: small; must be one of vgg, /, 'train', 'name=other', 'network=small');
  assert.match(await succeeds('evaluate', ...args, 'views=center'), /^top-1 /m);
  assert.match(await succeeds('train', ...args, 'restore=last', 'n_epochs=2'), /^epoch 2 /m);
});

test('a study’s processes train a network and an optimizer from files', async () => {
  const study = ['name=own_study', `model_save_dir=${join(scratch, 'study')}`];
  const optimizers = `optimizer=sgd,${own['optimizer.ts']}`;
  const tuned = await succeeds(
    'tune',
    ...study,
    ...small,
    ...[`network=${own['network.ts']}`, optimizers, 'n_epochs=1', 'lr=0.001', 'executor=local', 'workers=2'],
  );
  assert.match(tuned, /^2 trials tried \(2 finished\)/m);
  assert.match(await succeeds('tune', ...study, 'status'), /optimizer\.ts/);
});
