import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defineAugmentation } from '../../lib/data/augment/augmentations';
import { evaluate } from '../../lib/evaluation/evaluate';
import { conv2d, dense, flatten, type LayerRecipe, relu, swish } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { exportRun } from '../../lib/runs/export-run';
import { add, softmaxCrossEntropy, tf } from '../../lib/runtime';
import { defineLoss } from '../../lib/training/losses';
import { defineOptimizer, optimizers } from '../../lib/training/optimizers';
import { runFolder } from '../../lib/training/run-folder';
import { defineSchedule } from '../../lib/training/schedules';
import { writeOwnFiles } from '../core/own-files';
import { easyData, hashesOf, runner, temporaryFolder } from './small';

const data = easyData();
const settings = { name: 'own', n_epochs: 2, bs: 16, lr: 0.01, precision: 'float32' } as const;
const run = runner(settings, data);
const measure = (model_save_dir: string) => evaluate(runFolder('own', model_save_dir), { data, views: 'center' });

/** A run of a network and an optimizer from files. */
async function ownRun() {
  const files = writeOwnFiles(temporaryFolder());
  const model_save_dir = temporaryFolder();
  const kinds = { network: files['network.ts'], optimizer: files['optimizer.ts'], loss: files['loss.ts'] };
  await run(kinds, { model_save_dir });
  const goesOn = (n_epochs: number) => run({ ...kinds, n_epochs }, { model_save_dir, restore: 'last' });
  return { files, model_save_dir, kinds, goesOn };
}

test('a run from files is resumed bit for bit, even after a comment in the network’s file', async () => {
  const { files, model_save_dir, kinds, goesOn } = await ownRun();
  appendFileSync(files['network.ts'], '\n// the layers are the same\n');
  await goesOn(3);
  const { folder } = await run({ ...kinds, n_epochs: 3 });
  assert.deepEqual(hashesOf(model_save_dir), hashesOf(folder.path));
});

test('a run is not resumed with a changed optimizer or with other layers', async () => {
  const { files, model_save_dir, goesOn } = await ownRun();
  const before = hashesOf(model_save_dir);
  appendFileSync(files['loss.ts'], '\n');
  await assert.rejects(
    goesOn(3),
    /^InputError: loss: \S+loss\.ts; must be the file that .* with SHA-256 [0-9a-f]{64}$/,
  );
  rmSync(files['loss.ts']);
  await assert.rejects(goesOn(3), /^InputError: loss: \S+loss\.ts; must be a file; there is none$/);
  writeOwnFiles(join(files['loss.ts'], '..'));
  writeFileSync(files['size.ts'], 'export const filters = 5;');
  await assert.rejects(
    goesOn(3),
    /^InputError: network: \S+network\.ts; must have the layers that the run started with$/,
  );
  assert.deepEqual(hashesOf(model_save_dir), before);
});

test('a run whose files are missing is evaluated, exported and, except for its optimizer, resumed', async () => {
  const { files, model_save_dir, goesOn } = await ownRun();
  const { evaluation } = await measure(model_save_dir);
  renameSync(files['network.ts'], `${files['network.ts']}.gone`);
  await goesOn(3);
  rmSync(files['optimizer.ts']);
  await assert.rejects(goesOn(4), /^InputError: optimizer: \S+; must be a file; there is none$/);
  const best = runFolder('own', model_save_dir);
  assert.ok((await measure(model_save_dir)).evaluation.n === evaluation.n);
  assert.ok((await exportRun(best, { formats: ['safetensors'] })).length > 0);
});

test('a network with a custom layer needs its unchanged file', async () => {
  const files = writeOwnFiles(temporaryFolder());
  const model_save_dir = temporaryFolder();
  await run({ network: files['coded.ts'] }, { model_save_dir });
  assert.ok(!existsSync(join(model_save_dir, 'network.json')));
  await measure(model_save_dir);
  appendFileSync(files['coded.ts'], '\n');
  await assert.rejects(
    measure(model_save_dir),
    /^InputError: network: \S+coded\.ts; must be the file that the run started/,
  );
  rmSync(files['coded.ts']);
  await assert.rejects(measure(model_save_dir), /^InputError: network: \S+coded\.ts; must be a file; there is none$/);
});

test('errors in a file are reported before anything is written or renamed', async () => {
  const { files, model_save_dir, kinds } = await ownRun();
  writeFileSync(files['schedule.ts'], 'export default 7;');
  const changed = { ...kinds, schedule: files['schedule.ts'] };
  await assert.rejects(run(changed, { model_save_dir, restore: 'auto' }), /^InputError: schedule: \S+; must export /);
  assert.ok(existsSync(join(model_save_dir, 'hyperparameters.json')));
  assert.ok(!existsSync(`${model_save_dir}.1`));
});

const named = (name: string, activation: LayerRecipe) =>
  defineNetwork(name, ({ seed }) =>
    build(
      name,
      [40, 40, 1],
      [conv2d('c', { filters: 1, stride: 4 }), activation, flatten('f'), dense('d', { units: 7 })],
      seed,
    ),
  );

test('redefining a network in a cell does not change earlier runs', async () => {
  const model_save_dir = temporaryFolder();
  named('celled', relu('a'));
  const { evaluation } = await run({ network: 'celled' }, { model_save_dir }).then(() => measure(model_save_dir));
  named('celled', swish('a')); // the same parameters
  assert.deepEqual((await measure(model_save_dir)).evaluation, evaluation);
  const again = (restore: 'last' | 'auto') => run({ network: 'celled', n_epochs: 3 }, { model_save_dir, restore });
  await assert.rejects(again('last'), /^InputError: network: celled; must have the layers that the run started with$/);
  await again('auto');
  assert.match(readFileSync(join(`${model_save_dir}.1`, 'network.json'), 'utf8'), /"relu"/);
  assert.match(readFileSync(join(model_save_dir, 'network.json'), 'utf8'), /"swish"/);
});

test('a run uses the kinds defined in a cell: copies of built-in ones give the same bits', async () => {
  defineOptimizer('twin', optimizers.get('adam'));
  defineSchedule('twin', ({ history }, { lr }) => (lr / 2) * 0.5 ** history.length);
  defineLoss('twin', (logits, targets) => tf.mul(2, softmaxCrossEntropy(logits, targets)));
  defineAugmentation('twin', { area: [1, 1], aspect: [1, 1], translate: 0, rotate: 0, erase: 0 });
  const known = { network: 'small', weight_decay: 0, augment: 'crops' } as const;
  const built = await run({ ...known, optimizer: 'adam', augment: 'twin' });
  assert.deepEqual(
    hashesOf((await run({ ...known, optimizer: 'twin' })).folder.path),
    hashesOf(built.folder.path),
    'optimizer and augmentation',
  );
  // Twice the loss at half the rate: all of it powers of two, so that plain SGD takes the same steps.
  const plain = await run({ ...known, optimizer: 'sgd', momentum: 0, schedule: 'constant', n_epochs: 1 });
  const twin = await run({ ...known, optimizer: 'sgd', momentum: 0, schedule: 'twin', loss: 'twin', n_epochs: 1 });
  assert.deepEqual(hashesOf(twin.folder.path), hashesOf(plain.folder.path), 'loss and schedule');
  const [one, two] = [plain, twin].map(({ history }) => history[0]);
  assert.equal(two.trainLoss, 2 * one.trainLoss);
  assert.equal(two.validationLoss, 2 * one.validationLoss);
  assert.equal(two.learningRate, one.learningRate / 2);
});

test('a notice says that only this process can open the run of an undescribed network', async () => {
  const twice: LayerRecipe = (shape) => ({
    ...{ name: 'twice', kind: 'twice', parameters: [], outputShape: shape, multiplyAdds: 0 },
    apply: (x) => add(x, x),
  });
  named('coded_cell', twice);
  const notices: string[] = [];
  await run({ network: 'coded_cell' }, { onNotice: (line) => notices.push(line) });
  assert.ok(
    notices.some((line) => /^coded_cell has layers .* network=\.\/coded_cell\.ts$/.test(line)),
    notices.join(),
  );
});

test('kinds of another process are read with the settings, and reported when needed', async () => {
  defineOptimizer('mine', optimizers.get('sgd'));
  const model_save_dir = temporaryFolder();
  await run({ network: 'small', optimizer: 'mine' }, { model_save_dir });
  const file = join(model_save_dir, 'hyperparameters.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"mine"', '"theirs"'));
  await measure(model_save_dir); // no optimizer is needed
  writeFileSync(file, readFileSync(file, 'utf8').replace('"network": "small"', '"network": "unheard"'));
  const way = /^InputError: network: unheard; is not known here: run the cell .* network=\.\/unheard\.ts$/;
  await assert.rejects(measure(model_save_dir), way);
});
