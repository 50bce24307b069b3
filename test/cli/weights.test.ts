import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { imagesAt } from '../../lib/data/dataset';
import { drawFaces } from '../../lib/data/faces';
import { resized } from '../../lib/data/resize';
import { evaluate } from '../../lib/evaluation/evaluate';
import { buildNetwork } from '../../lib/models/registry';
import { toStateDict } from '../../lib/models/weights/exchange';
import { storedZip } from '../../lib/models/weights/pytorch/archive';
import { encodeStateDict } from '../../lib/models/weights/pytorch/write';
import { readWeights } from '../../lib/models/weights/read-weights';
import { exportRun } from '../../lib/runs/export-run';
import { importRun } from '../../lib/training/import-run';
import { readSettings, runFolder, selectionOf } from '../../lib/training/run-folder';
import { train } from '../../lib/training/trainer';
import { temporaryFolder } from '../data/tables';
import '../training/small';
import { PAPER } from '../models/paper';
import { assertRefused, commandRunner } from './run-command';

const SMALL = join(__dirname, '..', 'models', 'weights', 'small.pth');
const data = drawFaces({ training: 28, publicTest: 14, privateTest: 14 });

const runCommand = commandRunner();

test('imported weights become a run with unknown data and selection that is evaluated, exported and fine-tuned', async (t) => {
  const place = temporaryFolder(t);
  const model_save_dir = join(place, 'imported');
  const { folder, options } = await importRun(await readWeights(SMALL), {
    name: 'imported',
    dataset: 'faces',
    model_save_dir,
  });
  assert.equal(options.network, 'small');
  const settings = readSettings(folder);
  assert.equal(settings.dataHash, undefined);
  assert.equal(settings.environment.imported.entry, 'params');

  const { evaluation } = await evaluate(folder, { data, split: 'PublicTest', views: 'center' });
  assert.equal(evaluation.selected_on, 'unknown');

  const files = await exportRun(folder, { formats: ['onnx', 'pytorch'] });
  assert.deepEqual(files, ['imported.onnx', 'imported.pth', 'README.md']);
  const card = readFileSync(join(folder.path, 'export', 'README.md'), 'utf8');
  assert.match(card, /^- Weights: imported from small\.pth \(SHA-256 [0-9a-f]{64}\)$/m);
  assert.match(card, /^- Fitted to: unknown$/m);
  assert.match(card, /^\| PublicTest \| 14 \| center \| [\d.]+ % \([\d.]+–[\d.]+\) \|$/m);
  assert.match(card, /^Which split selected these weights is unknown, so it may be too high\.$/m);
  assert.doesNotMatch(card, /tfjs\/model\.json/);
  await exportRun(folder, { formats: ['safetensors'] });
  assert.deepEqual(
    readdirSync(join(folder.path, 'export')),
    ['README.md', 'imported.safetensors'],
    'nothing old is left',
  );

  const tuned = { network: 'small', name: 'tuned', dataset: 'faces', n_epochs: 1, bs: 7 } as const;
  const result = await train({ ...tuned, pretrained: model_save_dir }, { data, model_save_dir: join(place, 'tuned') });
  assert.equal(result.history.length, 1);
  await assert.rejects(
    train({ ...options, n_epochs: 1 }, { data, model_save_dir, restore: 'last' }),
    /^InputError: name: imported; was imported, without an optimizer: fine-tune it with pretrained=imported$/,
  );
  await assert.rejects(importRun(await readWeights(SMALL), { name: 'imported', model_save_dir }), /is already a run/);
});

test('weights of other classes and sizes are imported, and evaluated on data of the same classes only', async (t) => {
  const place = temporaryFolder(t);
  const classes = ['ant', 'bee', 'cow'];
  const network = buildNetwork('narrow_vgg', { drop: 0, seed: 1, classes, input_size: 50 });
  const file = join(place, 'three.pth');
  writeFileSync(file, encodeStateDict(toStateDict(network, { biases: false })));
  network.dispose();
  const folder = join(place, 'three');
  const args = [file, 'name=three', 'dataset=animals', `model_save_dir=${folder}`, 'classes=ant,bee,cow'];
  const { status, stdout, stderr } = await runCommand('import', ...args, 'image_size=60', 'input_size=50');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^narrow_vgg: imported as a run/);
  const run = runFolder('three', folder);
  const { options } = readSettings(run);
  assert.deepEqual([options.image_size, options.input_size, options.classes], [60, 50, 0]);
  const animals = resized({ ...imagesAt(data, [0, 1, 2]), labels: Uint8Array.of(2, 1, 0), classes }, 60);
  const { evaluation } = await evaluate(run, { data: { ...animals, splits: new Uint8Array(3).fill(2) } });
  assert.deepEqual([evaluation.n, evaluation.classes], [3, classes]);
  const reordered = { ...animals, classes: ['bee', 'ant', 'cow'] };
  await assert.rejects(evaluate(run, { data: reordered }), {
    message: 'dataset: faces; must have the classes of the network in its order, ant, bee, cow, not bee, ant, cow',
  });
  const small = resized(animals, 48);
  await assert.rejects(evaluate(run, { data: small }), { message: /must have images of 60×60 pixels, not 48×48$/ });
  const bad = await runCommand('import', file, 'name=x', `model_save_dir=${join(place, 'x')}`, 'classes=a,a');
  assert.equal(bad.stderr, 'error: classes: a,a; must be two names or more, each once\n');
});

test('an import can name the selection split, and the card marks optimistic numbers', async (t) => {
  const model_save_dir = join(temporaryFolder(t), 'paper');
  const { folder } = await importRun(await readWeights(SMALL), {
    name: 'paper',
    dataset: 'faces',
    protocol: 'paper',
    model_save_dir,
  });
  assert.equal(selectionOf(readSettings(folder)), 'PrivateTest');
  await evaluate(folder, { data, split: 'PrivateTest', views: 'center' });
  await exportRun(folder, { formats: ['safetensors'] });
  const card = readFileSync(join(folder.path, 'export', 'README.md'), 'utf8');
  assert.match(card, /^- Selected on: PrivateTest, according to the person who imported it$/m);
  assert.match(card, /^\| PrivateTest \| 14 \| center \| [\d.]+ %† /m);
  assert.match(
    card,
    /^† measured on the split that selected the weights, or to which they were fitted, so it is optimistic\.$/m,
  );
});

test('the commands import a file, export the run, and reject invalid input in one line', async (t) => {
  const place = temporaryFolder(t);
  const folder = join(place, 'run');
  const refused = async (line: RegExp, name: string, ...args: string[]) => {
    assertRefused(await runCommand(name, ...args, `model_save_dir=${folder}`), line);
    assert.ok(!existsSync(folder), 'nothing is left behind');
  };
  await refused(/^error: file: missing; give one/, 'import', 'name=x');
  await refused(/^error: name: missing; give one/, 'import', SMALL);
  await refused(/^error: file: nowhere\.pth; must be a file/, 'import', 'nowhere.pth', 'name=x');
  await refused(
    /^error: small\.pth: lacks conv1a\.weight, .* and \d+ more; has conv1\.weight/,
    'import',
    SMALL,
    'name=x',
    'network=vgg',
  );
  await refused(
    /^error: small\.pth: the weights of an unknown network; must be those of vgg, /,
    'import',
    SMALL,
    'name=x',
  );
  await refused(/^error: entry: weights; must be one of params$/, 'import', SMALL, 'name=x', 'entry=weights');
  await refused(/^error: name: .*; must contain a run/, 'export', 'name=x');
  const evil = join(place, 'evil.pth');
  writeFileSync(evil, storedZip(new Map([['a/data.pkl', Buffer.from('cposix\nsystem\n.')]])));
  await refused(/^error: pickle: posix\.system; must not be in evil\.pth: /, 'import', evil, 'name=x');

  const b0 = buildNetwork('efficientnet_b0', { ...PAPER, drop: 0, seed: 0 });
  const file = join(place, 'b0.pth');
  writeFileSync(file, encodeStateDict(toStateDict(b0, { biases: false })));
  const imported = await runCommand('import', file, 'name=b0', `model_save_dir=${folder}`);
  assert.equal(imported.status, 0, imported.stderr);
  assert.match(
    imported.stdout,
    /^efficientnet_b0: imported as a run to .*run\nwhich split selected the weights is unknown/,
  );
  const exported = await runCommand('export', 'name=b0', 'format=onnx,tfjs', `model_save_dir=${folder}`);
  assert.equal(exported.status, 0, exported.stderr);
  assert.match(
    exported.stdout,
    /export\/b0\.onnx {2}16\.\d MB\n.*export\/tfjs {2}16\.\d MB\n.*README\.md {2}0\.00\d MB\n$/,
  );
  const { status, stderr } = await runCommand('export', 'name=b0', 'format=h5', `model_save_dir=${folder}`);
  assert.equal(status, 2);
  assert.equal(stderr, 'error: format: h5; must be some of safetensors,onnx,tfjs,pytorch\n');
});
