import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { evaluate } from '../../lib/evaluation/evaluate';
import { dense, flatten, type LayerRecipe, maxPool } from '../../lib/models/layers';
import { build } from '../../lib/models/network';
import { defineNetwork } from '../../lib/models/registry';
import { tf } from '../../lib/runtime';
import { choice } from '../../lib/tuning/space';
import { tune } from '../../lib/tuning/tune';
import { temporaryFolder } from '../data/tables';
import { easyData, runner } from '../training/small';
import { commandRunner } from './run-command';

/** A custom layer without a description: as after a notebook, only this process can build the network. */
const halves: LayerRecipe = (outputShape) => ({
  ...{ name: 'halves', kind: 'halves', parameters: [], outputShape, multiplyAdds: 0 },
  apply: (x) => tf.mul(x, 0.5),
});
defineNetwork('coded', ({ seed }) =>
  build('coded', [40, 40, 1], [halves, maxPool('pool'), flatten('flatten'), dense('lin', { units: 7 })], seed),
);
const run = runner({ network: 'coded', name: 'own', n_epochs: 1, bs: 16 });
const LINE = {
  evaluate: /^error: network: coded; is not known here: run the cell that defines it .* network=\.\/coded\.ts$/m,
  train: /^error: network: coded; must be one of vgg, .*, or a file such as \.\/my_network\.ts$/m,
};
let folder: string;

before(async () => {
  const result = await run();
  await evaluate(result.folder, { data: easyData() });
  folder = result.folder.path;
});

const runCommand = commandRunner();

for (const name of ['evaluate', 'saliency', 'export', 'train'] as const) {
  test(`${name} reports in one line that a notebook defined the network, and what to do`, async () => {
    const more = name === 'train' ? ['restore=last', 'n_epochs=2'] : [];
    const { status, stderr } = await runCommand(name, 'name=own', `model_save_dir=${folder}`, ...more);
    assert.equal(status, 2, stderr);
    assert.match(stderr, name === 'train' ? LINE.train : LINE.evaluate);
    assert.doesNotMatch(stderr, /damaged/);
  });
}

test('figures and compare work with such a run, since they need no network', async (t: TestContext) => {
  const figures = await runCommand('figures', 'name=own', `model_save_dir=${folder}`, 'format=svg');
  assert.equal(figures.status, 0, figures.stderr);
  assert.ok(existsSync(join(folder, 'figures', 'learning-curves.svg')));
  const compared = await runCommand('compare', folder, 'split=PrivateTest', `folder=${temporaryFolder(t)}`);
  assert.equal(compared.status, 0, compared.stderr);
});

test('every command reads a study of such a network; only its notebook can continue it', async (t) => {
  const study = temporaryFolder(t);
  const base = { network: 'coded', n_epochs: 1, bs: 16 };
  const space = { lr: choice(0.01, 0.05) };
  await tune({ name: 'own_study', space, base }, { data: easyData(), folder: study });
  const status = await runCommand('tune', 'status', 'name=own_study', `model_save_dir=${study}`);
  assert.equal(status.status, 0, status.stderr);
  assert.match(status.stdout, /2 trials tried \(2 finished\)/);
  const best = await runCommand('tune', 'best', 'name=own_study', `model_save_dir=${study}`);
  assert.match(best.stdout, /in the notebook that defines coded/);
  const again = await runCommand('tune', 'name=own_study', `model_save_dir=${study}`);
  assert.equal(again.status, 2, again.stderr);
  assert.match(again.stderr, LINE.train);
});
